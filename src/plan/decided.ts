import type { FoundWriteOnly } from './assess.ts';
import type { PlanEntry, WriteOnlyNote } from './types.ts';

/** What is decided about an endpoint; which one it is, and what it looked like, is added to it. */
export type Decided = Omit<PlanEntry, 'id' | 'kind' | 'name' | 'after' | 'fingerprint'>;

export const nothing: Omit<Decided, 'blocked'> = {
  action: 'none',
  changes: [],
  steps: [],
  risks: [],
  write_only: [],
  ignored: [],
  busy: false,
};

export const toNote = ({ path, at, row }: FoundWriteOnly, sent: boolean): WriteOnlyNote => ({
  path,
  at,
  why: row.why,
  sent,
});
