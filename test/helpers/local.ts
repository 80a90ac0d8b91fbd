import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import type { LocalWorkspaceOptions } from '../../src/local/options.ts';
import { openLocalWorkspace, type LocalWorkspace } from '../../src/local/workspace.ts';

/** A clock that moves only when it is told to, or slept on. */
export interface HandClock extends Clock {
  advance(ms: number): void;
}

export function handClock(start = Date.UTC(2026, 0, 1)): HandClock {
  let at = start;
  return {
    now: () => at,
    monotonic: () => at,
    sleep: (ms) => {
      at += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}

/** A path for a workspace's file that no other test uses. */
export const workspaceFile = (): string => join(mkdtempSync(join(tmpdir(), 'servectl-local-')), 'w.db');

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON. */
  readonly json: unknown;
}

export interface LocalCaller {
  readonly workspace: LocalWorkspace;
  readonly clock: HandClock;
  /** A body that is text is sent as it is, anything else as JSON. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

/** A workspace in memory (or on `path`) that trusts its caller, with a clock that stands still. */
export async function localCaller(options: Partial<LocalWorkspaceOptions> = {}): Promise<LocalCaller> {
  const clock = handClock();
  const workspace = await openLocalWorkspace({
    path: ':memory:',
    clock,
    requireAuth: false,
    openUpstream: (origin) => {
      throw new Error(`no upstream was expected, but ${origin} was asked for`);
    },
    ...options,
  });
  return {
    workspace,
    clock,
    call: async (method, path, body, headers = {}) => {
      const response = await workspace.fetch(
        new Request(`http://workspace.test${path}`, {
          method,
          headers: { ...headers },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parsed(text) };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
