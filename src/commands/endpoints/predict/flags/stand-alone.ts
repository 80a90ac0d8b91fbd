import type { Command } from 'commander';

/** Lets the flag `name` stand with none of the command's other flags but those `allowed`; for after all are declared. */
export function standAlone(command: Command, name: string, allowed: readonly string[]): void {
  const names = command.options.map((option) => option.attributeName());
  command.options
    .find((option) => option.attributeName() === name)
    ?.conflicts(names.filter((other) => other !== name && !allowed.includes(other)));
}
