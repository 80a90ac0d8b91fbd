import type { Clock } from '../clock.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import type { PlanEntry, PlannedStep, ValueSource } from '../plan/types.ts';
import type { ApplyHappening, StepName } from './events.ts';
import type { Replanner } from './replanner.ts';
import type { Slots } from './slots.ts';
import type { WriteBudget } from './write-budget.ts';

/** What carrying out entries takes; the same for all of a run. */
export interface Surroundings {
  readonly client: WorkspaceClient;
  readonly clock: Clock;
  readonly replanner: Replanner;
  /** The value of a credential that the plan doesn't hold. */
  readonly readValue: (source: ValueSource) => Promise<string> | string;
  /** Entries that are worked on at the same time; who waits for a deployment gives the slot away meanwhile. */
  readonly slots: Slots;
  /** Absent: as fast as the workspace takes them. */
  readonly budget?: WriteBudget;
  /** Aborted by the first interrupt: calls under way are finished, nothing else is begun. */
  readonly interrupt: AbortSignal;
  /** Longest wait for one deployment, in milliseconds. */
  readonly timeoutMs?: number;
  /** False: the last deployment of an endpoint is left to itself. */
  readonly waitAtEnd: boolean;
  /** Changes are not really made, so there is nothing to wait for, and no id to ask for. */
  readonly dryRun: boolean;
  /** The plan was saved and agreed to: what is done may only ever be a part of it. */
  readonly pinned: boolean;
  readonly emit: (happening: ApplyHappening) => void;
  /** Writes that are still to be asked for, over all entries. */
  readonly writes: { left: number };
}

/** One entry on its way. */
export interface EntryRun {
  /** As it was planned at first. */
  readonly entry: PlanEntry;
  /** As it was planned last. */
  current: PlanEntry;
  /** Index of the next step of `current`. */
  next: number;
  readonly applied: StepName[];
  /** A config of ours was sent: from here on a deployment that fails is our failure. */
  deploys: boolean;
  /** The endpoint of before is gone, for another one in its place. */
  deleted: boolean;
  endpointId: string | undefined;
}

export const beginRun = (entry: PlanEntry, replanner: Replanner): EntryRun => ({
  entry,
  current: entry,
  next: 0,
  applied: [],
  deploys: false,
  deleted: false,
  endpointId: replanner.idOf(entry.name),
});

/** The steps that are not done yet. */
export const stepsLeft = ({ current, next }: EntryRun): readonly PlannedStep[] => current.steps.slice(next);

export const countWrites = (steps: readonly PlannedStep[]): number =>
  steps.filter(({ step }) => step.call !== 'wait').length;
