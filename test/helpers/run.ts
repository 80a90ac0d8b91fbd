import { main } from '../../src/main.ts';
import type { Transport } from '../../src/http/transport.ts';
import { fakeHost, type FakeHost, type FakeHostOptions } from './fake-host.ts';

export interface RunOptions extends FakeHostOptions {
  /** As `SERVECTL_TARGET`: `local:PATH` for the embedded workspace in this process. */
  readonly target?: string;
  /** Answers in place of a workspace, for what no real one does on request: faults, lost answers, hostile texts. */
  readonly transport?: Transport;
  /** Changes the host before the run: signals, broken pipes. */
  readonly prepare?: (host: FakeHost) => void;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly host: FakeHost;
}

/**
 * Runs the command line in this process against a host of its own, and captures what it wrote.
 * @param argv words, or one line that is split at spaces
 */
export async function run(argv: string | readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const host = fakeHost({
    ...options,
    env: { ...(options.target === undefined ? {} : { SERVECTL_TARGET: options.target }), ...options.env },
  });
  options.prepare?.(host);
  const words = typeof argv === 'string' ? argv.split(' ').filter((word) => word !== '') : argv;
  const { transport } = options;
  const code = await (transport ? main(words, host, async () => transport) : main(words, host));
  return { code, stdout: host.stdout.text, stderr: host.stderr.text, host };
}
