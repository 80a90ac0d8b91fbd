/** Takes the indentation of the first line off every line, and the line break after the opening backtick. */
export function yaml(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw({ raw: strings }, ...values).replace(/^\n/, '');
  const indent = /^ */.exec(text)?.[0] ?? '';
  return text.replace(new RegExp(`^${indent}`, 'gm'), '').trimEnd() + '\n';
}
