import type { ApplyEvent, Outcome } from '../apply/events.ts';
import { ServectlError } from '../errors.ts';
import { titleOfId } from './plan-summary.ts';

/** What the progress of one entry is, in words: the state in which it is, and whether that is its end. */
export interface EntryProgress {
  readonly entry: string;
  readonly title: string;
  readonly state: string;
  readonly ended: boolean;
}

const callWords: Readonly<Record<string, string>> = {
  create: 'creating',
  delete: 'deleting',
  'patch-tags': 'setting tags',
  'update-notifications': 'setting notifications',
  'patch-system-metrics-export-state': 'setting the export of system metrics',
  'put-rate-limits': 'setting rate limits',
  'put-ai-gateway': 'setting the AI gateway',
  'update-config': 'sending the config',
  'patch-telemetry-config': 'setting telemetry',
  'update-permissions': 'granting permissions',
  'set-permissions': 'setting permissions',
  'create-scope': 'creating',
  'put-secret': 'storing its value',
  'delete-secret': 'deleting',
  'delete-scope': 'deleting',
  'put-secret-acl': 'granting permissions',
  'delete-secret-acl': 'taking permissions away',
};

/** The state that an event brings an entry to; nothing where it is about no entry, or says nothing new about it. */
export function progressOf(event: ApplyEvent): EntryProgress | undefined {
  switch (event.type) {
    case 'started':
    case 'throttled':
    case 'interrupted':
      return undefined;
    case 'step':
      return at(event.entry, callWords[event.call] ?? event.call);
    case 'waiting': {
      // What it has come to is told by the event after it.
      if (event.phase === 'ready') return undefined;
      const phase = event.foreign ? `waiting, something else changes it: ${event.phase}` : event.phase;
      return at(event.entry, event.detail === undefined ? phase : `${phase}: ${event.detail}`);
    }
    case 'replanned':
      return at(
        event.entry,
        `planned afresh: ${event.action === 'none' ? 'nothing left to do' : event.action}`,
      );
    case 'finished':
      return { ...at(event.outcome.entry, outcomeWords(event.outcome)), ended: true };
  }
}

const at = (entry: string, state: string): EntryProgress => ({
  entry,
  title: titleOfId(entry),
  state,
  ended: false,
});

const done: Readonly<Record<Outcome['action'], string>> = {
  none: 'as declared',
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
};

function outcomeWords({ status, action, unawaited, error, because }: Outcome): string {
  switch (status) {
    case 'unchanged':
      return unawaited ? 'as declared, being deployed' : 'as declared';
    case 'applied':
      return unawaited ? `${done[action]}, being deployed` : done[action];
    case 'blocked':
      return 'blocked';
    case 'failed':
      return `failed: ${error instanceof ServectlError ? error.message : 'unexpected failure'}`;
    case 'skipped':
      return `skipped: needs ${(because ?? []).map(titleOfId).join(', ')}`;
    case 'interrupted':
      return 'left as it is';
  }
}
