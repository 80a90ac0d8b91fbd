import type { Context, Destination, Environment, Globals, Target } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import type { Host, OutputStream } from './host.ts';
import { redactText } from './http/redact.ts';
import { SecretRegistry } from './http/secret-registry.ts';
import type { HttpRequest, Transport } from './http/transport.ts';
import type { TransportSurroundings } from './transport-surroundings.ts';
import { columnsOf } from './terminal/columns.ts';
import { startBoard } from './terminal/board.ts';
import { createNotes, type Notes } from './terminal/notes.ts';
import { startProgress } from './terminal/progress.ts';
import { createResults, discardedResults } from './terminal/results.ts';
import { loadStyle, wantsColor } from './terminal/style.ts';
import { createLooseWriter, type Writer } from './terminal/write.ts';

/** Opens the way somewhere. A test hands in one of its own. */
export type OpenTransport = (
  destination: Destination,
  surroundings: TransportSurroundings,
) => Promise<Transport>;

/** The real one, loaded when a command asks for a workspace. */
const openLazily: OpenTransport = async (destination, surroundings) =>
  (await import('./open-transport.ts')).openTransport(destination, surroundings);

/** The composition root of one run: joins the host, the flags and, when a command asks for it, a workspace. */
export async function createContext(
  host: Host,
  globals: Globals,
  stdout: Writer,
  openTransport: OpenTransport = openLazily,
): Promise<Context> {
  const secrets = new SecretRegistry();
  const notes = await openNotes(host, globals, secrets);
  const withheld: HttpRequest[] = [];

  const env = once(async (): Promise<Environment> => {
    if (globals.envFile === undefined) return host.env;
    const { readEnvFile } = await import('./env-file.ts');
    return { ...(await readEnvFile(globals.envFile, host.cwd)), ...host.env };
  });
  const target = once(async (): Promise<Target> => {
    const [{ parseTarget }, variables] = await Promise.all([import('./target.ts'), env()]);
    const { home, platform } = host;
    return parseTarget(globals.target ?? variables['SERVECTL_TARGET'], globals.profile, {
      env: variables,
      home,
      platform,
    });
  });
  const workspace = once(async () => {
    const [{ workspaceAddress }, whichTarget, variables] = await Promise.all([
      import('./workspace-address.ts'),
      target(),
      env(),
    ]);
    return workspaceAddress(whichTarget, variables, host);
  });
  const opened: Transport[] = [];
  const surroundings = async (): Promise<TransportSurroundings> => {
    return { host, env: await env(), notes, secrets, globals };
  };
  const open = async (destination: Destination): Promise<Transport> => {
    const transport = await openTransport(destination, await surroundings());
    opened.push(transport);
    return transport;
  };
  const connect = async (destination: Destination): Promise<Transport> => {
    if (!globals.dryRun) return open(destination);
    const { withDryRun } = await import('./http/dry-run.ts');
    return withDryRun(
      () => open(destination),
      (request) => withheld.push(request),
    );
  };
  const transport = once(async (): Promise<Transport> => {
    const { requireWorkspace } = await import('./target.ts');
    return connect(requireWorkspace(await target()));
  });
  const clientOptions = globals.debug ? { onMismatch: (note: string) => notes.debug(note) } : {};
  const client = once(async () => {
    const [{ createWorkspaceClient }, sender] = await Promise.all([
      import('./client/workspace-client.ts'),
      transport(),
    ]);
    return createWorkspaceClient(sender, clientOptions);
  });
  const gateway = once(async () => {
    const whichTarget = await target();
    if (whichTarget.kind !== 'gateway') return undefined;
    const [{ createGatewayClient }, sender] = await Promise.all([
      import('./client/gateway/gateway-client.ts'),
      connect(whichTarget),
    ]);
    return createGatewayClient(sender, whichTarget.url, clientOptions);
  });

  const credentials = once(async () => {
    const [{ requireDatabricks }, { workspaceCredentials }] = await Promise.all([
      import('./target.ts'),
      import('./workspace-credentials.ts'),
    ]);
    return workspaceCredentials(requireDatabricks(await target()).profile, await surroundings());
  });

  const width = columnsOf(host.stdout);
  const results = createResults({
    writer: stdout,
    isTTY: isTerminal(host.stdout),
    format: globals.output,
    ...(globals.query === undefined ? {} : { query: globals.query }),
    look: once(async () => ({
      style: await loadStyle(wantsColor(globals.color, host.env, isTerminal(host.stdout))),
      now: host.clock.now(),
      ...(width === undefined ? {} : { width }),
    })),
  });

  return {
    host,
    globals,
    env,
    signal: host.interrupt,
    secrets,
    notes,
    results: globals.dryRun ? discardedResults(results) : results,
    target,
    workspace,
    transport,
    client,
    credentials,
    gateway,
    connect,
    exitCode: ExitCode.ok,
    finish: async () => {
      if (!globals.dryRun) return;
      const { showWithheld } = await import('./commands/shared/withheld.ts');
      await showWithheld(results, withheld);
    },
    close: async () => {
      await Promise.all(opened.map((each) => each.close()));
    },
  };
}

/** The notes of a run; also for the failure of a command line that never came to have a context. */
export async function openNotes(
  host: Host,
  globals: Pick<Globals, 'quiet' | 'verbose' | 'debug' | 'color' | 'dryRun'>,
  secrets: SecretRegistry,
): Promise<Notes> {
  const write = createLooseWriter(host.stderr);
  const isTTY = isTerminal(host.stderr);
  const color = wantsColor(globals.color, host.env, isTTY);
  // Under --dry-run nothing is done, so nothing may claim to have been.
  const quiet = globals.quiet || globals.dryRun;
  const animate = isTTY && host.env['TERM'] !== 'dumb' && columnsOf(host.stderr) !== undefined;
  const style = await loadStyle(color);
  return createNotes({
    // The last net: neither a secret that this run has met passes, nor what looks like one: providers say keys back.
    write: (text) => write(redactText(secrets.scrub(text))),
    isTTY,
    quiet,
    verbose: globals.verbose,
    debug: globals.debug,
    style,
    startBoard: (line) => startBoard({ stream: host.stderr, clock: host.clock, animate, quiet, style, line }),
    startProgress: (label, line) =>
      startProgress(label, line, {
        stream: host.stderr,
        clock: host.clock,
        animate,
        quiet,
        color,
      }),
  });
}

const isTerminal = (stream: OutputStream): boolean => stream.isTTY === true;

/** Calls `make` at the first use and hands the same value to each later one. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
