import { describe, expect, it } from 'vitest';
import type { WorkspaceClient } from '../../src/client/workspace-client.ts';
import {
  type FaultWorkspace,
  type PlacedFault,
  faultWorkspace,
  type Invocation,
  type MatrixFault,
  type MetRequest,
} from './fault-workspace.ts';
import type { RunResult } from './run.ts';
import { comparable, workspaceState } from './workspace-state.ts';

/** A command that changes something, to be run while each of its requests goes wrong in each way. */
export interface MatrixRow extends Invocation {
  readonly name: string;
  /** Makes what the command finds. */
  readonly given?: (workspace: FaultWorkspace) => Promise<unknown>;
  /** What a user runs next, who has read what the last run said; default: the same command. */
  readonly again?: (last: RunResult) => Invocation;
  /** What reads don't show of the workspace and the command changes. */
  readonly observe?: (client: WorkspaceClient) => Promise<unknown>;
  /** It waits for a deployment: what it shows in the end has to be that one. */
  readonly waits?: true;
  /** The call whose lost answer the command finds out about itself, as `POST /path`; it may be done once at most. */
  readonly resolves?: string;
  /** How the command gets over trouble at a call, `POST /path`, itself; default: not at all, but for `resolves`. */
  readonly recovers?: (line: string, trouble: Trouble) => Recovery | undefined;
  /** What is printed differs with the way there: what of it has to be the same; default: all. */
  readonly shows?: (shown: unknown) => unknown;
}

/** What came of a call: nobody knows, something else was at it, or it was refused or not understood. */
export type Trouble = 'lost' | 'conflict' | 'failed';

/**
 * - `looks`: it looks at what is there, and sends again what was not done.
 * - `repeats`: it sends again what does no harm twice.
 * - `forgoes`: it does without the answer.
 */
export type Recovery = 'looks' | 'repeats' | 'forgoes';

/** A way to go wrong, and what that may do to a call. */
interface MatrixColumn {
  readonly name: string;
  readonly fault: MatrixFault;
  /** Whether the workspace does what it was asked. */
  readonly done: boolean;
  /** The exit code where the call changes something, and where it only reads. */
  readonly exits: { readonly mutation: number; readonly read: number };
  /** How often a mutation is sent. */
  readonly sends: 1 | 2;
  /** What the caller knows of it, where it is not over with a retry. */
  readonly trouble?: Trouble;
  /** What the error says. */
  readonly says?: RegExp;
}

const connection = /the local workspace closed the connection/;
const cutOff = /the answer .*broke off/;

/** Each happens once. */
const columns: readonly MatrixColumn[] = [
  { name: 'refused', fault: { kind: 'refused' }, done: false, exits: { mutation: 0, read: 0 }, sends: 2 },
  {
    name: 'reset before it is done',
    fault: { kind: 'reset-before' },
    done: false,
    exits: { mutation: 9, read: 0 },
    sends: 1,
    trouble: 'lost',
    says: connection,
  },
  {
    name: 'reset after it is done',
    fault: { kind: 'reset-after' },
    done: true,
    exits: { mutation: 9, read: 0 },
    sends: 1,
    trouble: 'lost',
    says: connection,
  },
  {
    name: '409',
    fault: { kind: 'status', status: 409 },
    done: false,
    exits: { mutation: 6, read: 6 },
    sends: 1,
    trouble: 'conflict',
    says: /RESOURCE_CONFLICT/,
  },
  {
    name: '429 with Retry-After',
    fault: { kind: 'status', status: 429, retryAfter: '7' },
    done: false,
    exits: { mutation: 0, read: 0 },
    sends: 2,
  },
  {
    name: '500',
    fault: { kind: 'status', status: 500 },
    done: false,
    exits: { mutation: 9, read: 0 },
    sends: 1,
    trouble: 'lost',
    says: /INTERNAL_ERROR/,
  },
  {
    name: '504 after it is done',
    fault: { kind: 'status', status: 504, when: 'after', body: { kind: 'html' } },
    done: true,
    exits: { mutation: 9, read: 0 },
    sends: 1,
    trouble: 'lost',
    says: /GATEWAY_TIMEOUT/,
  },
  {
    name: '503',
    fault: { kind: 'status', status: 503 },
    done: false,
    exits: { mutation: 0, read: 0 },
    sends: 2,
  },
  {
    name: 'truncated JSON',
    fault: { kind: 'truncate' },
    done: true,
    exits: { mutation: 1, read: 1 },
    sends: 1,
    trouble: 'lost',
    says: cutOff,
  },
  {
    name: 'truncated JSON that ends as if it were whole',
    fault: { kind: 'truncate', end: 'clean' },
    done: true,
    exits: { mutation: 1, read: 1 },
    sends: 1,
    trouble: 'lost',
    says: cutOff,
  },
  {
    name: 'an HTML page',
    fault: { kind: 'status', status: 200, body: { kind: 'html' } },
    done: false,
    exits: { mutation: 1, read: 1 },
    sends: 1,
    trouble: 'failed',
    says: /the answer \(200\) is an HTML page/,
  },
  {
    name: 'slow drip',
    fault: { kind: 'drip', ms: 3000 },
    done: true,
    exits: { mutation: 0, read: 0 },
    sends: 1,
  },
];

/** A read from before the last write, as a replica that lags answers. No command may take it for the truth. */
const staleRead: MatrixColumn = {
  name: 'a stale read',
  fault: { kind: 'stale' },
  done: true,
  exits: { mutation: 0, read: 0 },
  sends: 1,
};

/** A request of the command when nothing goes wrong. */
interface Call {
  readonly method: string;
  readonly path: string;
  /** How many like it came before, those of `given` included. */
  readonly skip: number;
  readonly status: number | undefined;
  /** How many of the command's mutations came before. */
  readonly mutations: number;
}

/** The command when nothing goes wrong. */
interface Undisturbed {
  readonly calls: readonly Call[];
  /** The workspace after each number of the command's mutations; the last is what the command is for. */
  readonly states: readonly unknown[];
  /** What it prints with `-o json`, as far as that has to be the same. */
  readonly shown: unknown;
}

const isMutation = ({ method }: { readonly method: string }): boolean =>
  method !== 'GET' && method !== 'HEAD';
const lineOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path}`;

/** Runs each row under each column, at every request that the command sends. */
export async function faultMatrix(rows: readonly MatrixRow[]): Promise<void> {
  for (const row of rows) {
    const undisturbed = await runUndisturbed(row);
    describe(row.name, () => {
      it('changes the workspace', () => {
        expect(undisturbed.states.at(-1)).not.toEqual(undisturbed.states[0]);
      });
      for (const call of undisturbed.calls) describeCall(row, call, undisturbed);
      describeLasting(row, undisturbed);
    });
  }
}

function describeCall(row: MatrixRow, call: Call, undisturbed: Undisturbed): void {
  const inOrder = call.skip === 0 ? '' : `, number ${String(call.skip + 1)}`;
  const title = `${lineOf(call)}${inOrder}`;
  const applicable = isMutation(call) ? columns : [...columns, staleRead];
  it.each(applicable.map((column) => [column.name, column] as const))(`${title}: %s`, async (_, column) => {
    await using workspace = await prepare(row, { ...placeOf(call), fault: column.fault });
    const before = workspace.log.length;
    const recovery = recoveryOf(row, call, column);
    const code = recovery ? 0 : column.exits[isMutation(call) ? 'mutation' : 'read'];
    const first = await workspace.run(asJson(row));
    const log = workspace.log.slice(before);
    expectPlainOutcome(first);
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code });
    if (code !== 0 && column.says) expect(first.stderr).toMatch(column.says);
    expectSends(log, call, column, { recovery, left: code === 0 ? likeIt(call, undisturbed) : 0 });
    const reached =
      code === 0 ? undisturbed.states.length - 1 : call.mutations + (isMutation(call) && column.done ? 1 : 0);
    expect(await stateOf(workspace, row)).toEqual(undisturbed.states[reached]);
    const isBelieved = column !== staleRead || row.waits === true;
    if (code === 0 && isBelieved) expect(shownBy(row, first)).toEqual(undisturbed.shown);
    if (column.fault.kind === 'status' && column.fault.retryAfter !== undefined) {
      expect(workspace.waited()).toBeGreaterThanOrEqual(7000);
    }
    await expectConvergence(workspace, row, undisturbed, first);
  });
}

/** What goes on for as long as anyone tries. */
const lasting: readonly MatrixFault[] = [
  { kind: 'refused' },
  { kind: 'status', status: 429, retryAfter: '7' },
  { kind: 'status', status: 503, body: { kind: 'html' } },
];

function describeLasting(row: MatrixRow, { calls, states }: Undisturbed): void {
  const [call] = calls.filter(isMutation);
  if (!call) throw new Error(`${row.name} changes nothing`);
  const { method, path, skip } = call;
  it.each(lasting.map((fault) => [fault.kind === 'status' ? fault.status : fault.kind, fault] as const))(
    `${lineOf(call)}: %s for ever`,
    async (_, fault) => {
      await using workspace = await prepare(row, { method, path, skip, fault });
      const start = workspace.waited();
      const { code, ...texts } = await workspace.run(row);
      expectPlainOutcome({ code, ...texts });
      expect(code).toBe(9);
      expect(workspace.waited() - start).toBeLessThanOrEqual(300_000);
      expect(workspace.log.filter(({ faults }) => faults.length > 0).length).toBeGreaterThan(1);
      expect(await stateOf(workspace, row)).toEqual(states[call.mutations]);
    },
  );
}

function recoveryOf(row: MatrixRow, call: Call, { trouble, fault }: MatrixColumn): Recovery | undefined {
  if (!trouble) return undefined;
  // Of a refusal the status tells all, whatever is left of its text.
  const isRefused = (call.status ?? 200) >= 400;
  if (isRefused && fault.kind === 'truncate' && fault.end === 'clean') return 'forgoes';
  const line = lineOf(call);
  return row.resolves === line && trouble === 'lost' ? 'looks' : row.recovers?.(line, trouble);
}

/** How many calls of the same line come after one where nothing goes wrong. */
const likeIt = (call: Call, { calls }: Undisturbed): number =>
  calls.slice(calls.indexOf(call) + 1).filter((later) => lineOf(later) === lineOf(call)).length;

const shownBy = ({ shows = (shown) => shown }: MatrixRow, { stdout }: RunResult): unknown =>
  shows(comparable(stdout));

/** Where a path holds an id, which is new in each workspace, any will do. */
const withoutId = (path: string): string => path.replace(/[0-9a-f]{32}/, '*');

async function prepare(row: MatrixRow, fault?: PlacedFault): Promise<FaultWorkspace> {
  const workspace = await faultWorkspace(fault);
  await row.given?.(workspace);
  return workspace;
}

async function runUndisturbed(row: MatrixRow): Promise<Undisturbed> {
  await using workspace = await prepare(row);
  const given = workspace.log.length;
  const result = await workspace.run(asJson(row));
  if (result.code !== 0) throw new Error(`${row.name} fails where nothing goes wrong: ${result.stderr}`);
  const lines = workspace.log.map(({ method, path }) => lineOf({ method, path: withoutId(path) }));
  const calls = workspace.log.slice(given).map(({ method, path, status }, index) => ({
    method,
    path: withoutId(path),
    status,
    skip: lines.slice(0, given + index).filter((line) => line === lines[given + index]).length,
    mutations: workspace.log.slice(given, given + index).filter(isMutation).length,
  }));
  const states = await Promise.all(calls.filter(isMutation).map((call) => stateBefore(row, call)));
  return { calls, states: [...states, await stateOf(workspace, row)], shown: shownBy(row, result) };
}

/** What the command has done before a call: a refusal that nothing helps against ends it there. */
async function stateBefore(row: MatrixRow, call: Call): Promise<unknown> {
  await using workspace = await prepare(row, { ...placeOf(call), fault: { kind: 'status', status: 400 } });
  await workspace.run(row);
  return await stateOf(workspace, row);
}

const asJson = (row: MatrixRow): Invocation => ({ ...row, env: { ...row.env, SERVECTL_OUTPUT: 'json' } });

async function stateOf({ client }: FaultWorkspace, { observe }: MatrixRow): Promise<unknown> {
  return { ...(await workspaceState(client)), observed: await observe?.(client) };
}

const placeOf = ({ method, path, skip }: Call) => ({ method, path, skip, times: 1 });

/** Silence or one error, in words for people; that of one thing among several is followed by their number. */
function expectPlainOutcome({ code, stdout, stderr }: RunResult): void {
  const errors = stderr
    .split('\n')
    .filter((line) => /^error: |^\{"error"/.test(line) && !line.includes('could not be brought to'));
  expect(errors).toHaveLength(code === 0 ? 0 : 1);
  expect(stderr).not.toContain('unexpected failure');
  expect(stdout + stderr).not.toMatch(/^ +at /m);
}

/** What may have been done is not sent again, except where the command has looked for it or may do it twice. */
function expectSends(
  log: readonly MetRequest[],
  call: Call,
  { done, sends, fault }: MatrixColumn,
  { recovery, left }: { readonly recovery: Recovery | undefined; readonly left: number },
): void {
  const isHarmed = ({ faults }: MetRequest): boolean => faults.some((kind) => kind === fault.kind);
  expect(log.filter(isHarmed)).toHaveLength(1);
  if (!isMutation(call)) return;
  const later = log.slice(log.findIndex(isHarmed) + 1);
  const isAgain = ({ method, path }: MetRequest): boolean =>
    lineOf({ method, path: withoutId(path) }) === lineOf(call);
  if (recovery === 'looks') expect(later[0]).toMatchObject({ method: 'GET' });
  const isSentAgain = recovery === 'looks' ? !done : recovery === 'repeats' || sends === 2;
  expect(later.filter(isAgain)).toHaveLength(left + (isSentAgain ? 1 : 0));
}

/** Run again, as a user does, until it ends well: what is there then is what was wanted, made once. */
async function expectConvergence(
  workspace: FaultWorkspace,
  row: MatrixRow,
  { states }: Undisturbed,
  first: RunResult,
): Promise<void> {
  let last = first;
  const codes: number[] = [];
  while (codes.at(-1) !== 0 && codes.length < 3) {
    last = await workspace.run(row.again?.(last) ?? row);
    expectPlainOutcome(last);
    codes.push(last.code);
    if (last.code === 0) break;
    // A deployment that is under way, or a name that is taken by now: the user is told what to do.
    expect(last.code).toBe(6);
    expect(last.stderr).toMatch(/^hint: (?:wait|change it with) /m);
    await workspace.pass(1000);
  }
  expect(codes.at(-1)).toBe(0);
  expect(await stateOf(workspace, row)).toEqual(states.at(-1));
  if (row.resolves === undefined) return;
  const made = workspace.log.filter(
    (request) => lineOf(request) === row.resolves && request.handled && request.status !== 409,
  );
  expect(made).toHaveLength(1);
}
