import type { EndpointPhase } from '../client/endpoint-phase.ts';
import type { CarriedOver } from '../plan/carried-over.ts';
import type { PlanAction, PlannedStep, ResourceKind } from '../plan/types.ts';

/** The name of a step: that of its call, or `wait`. */
export type StepName = PlannedStep['step']['call'];

/**
 * What became of an entry.
 *
 * - `unchanged`: there was nothing to do.
 * - `applied`: all of it was done. Without waiting at the end the deployment may still be under way.
 * - `failed`: a step failed. Those before it hold.
 * - `blocked`: the plan said that it must not be done, or does so after a look at what has changed meanwhile.
 * - `skipped`: something that it depends on was not done.
 * - `interrupted`: the run ended before it was done, or begun.
 */
export type OutcomeStatus = 'unchanged' | 'applied' | 'failed' | 'blocked' | 'skipped' | 'interrupted';

export interface Outcome {
  /** The id of the plan's entry. */
  readonly entry: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly action: PlanAction;
  readonly status: OutcomeStatus;
  /** The steps that were done, in their order; after a look anew the later plan's. */
  readonly applied: readonly StepName[];
  /** The step that failed; absent where it was no step. */
  readonly step?: StepName;
  readonly error?: unknown;
  /** What is still to be done. */
  readonly left: readonly StepName[];
  /** The entries on whose account this one was skipped. */
  readonly because?: readonly string[];
  /** The deployment was left to itself. */
  readonly unawaited?: boolean;
  /**
   * Of an endpoint that was deleted to be created anew: what it had, the manifest does not declare, and is not back.
   * Nobody else knows it any more.
   */
  readonly lost?: CarriedOver;
  /** Milliseconds that it took, from the entry's own beginning. */
  readonly tookMs: number;
}

/** What happens while a plan is carried out, in the order in which it happens. */
export type ApplyEvent = ApplyHappening & {
  /** Milliseconds since the run began. */
  readonly elapsedMs: number;
};

export type ApplyHappening =
  | { readonly type: 'started'; readonly entry: string; readonly action: PlanAction }
  /** A call goes out. `number` counts from 1. */
  | {
      readonly type: 'step';
      readonly entry: string;
      readonly call: StepName;
      readonly number: number;
      readonly of: number;
    }
  /** A look at an endpoint whose deployment is waited for. `foreign`: the deployment was none of ours. */
  | {
      readonly type: 'waiting';
      readonly entry: string;
      readonly foreign: boolean;
      readonly phase: EndpointPhase;
      readonly waitedMs: number;
      /** What the unfinished entities are at: `gpt (creating: pulling the image)`. */
      readonly detail?: string;
    }
  /** The endpoint was looked at again, and what is left to do was planned anew. */
  | {
      readonly type: 'replanned';
      readonly entry: string;
      readonly action: PlanAction;
      readonly reason: 'busy' | 'conflict' | 'answer-lost';
    }
  /** The next write has to wait for the write budget. */
  | {
      readonly type: 'throttled';
      readonly entry: string;
      readonly waitMs: number;
      /** Writes that are still to come, and when the last of them may go out. */
      readonly writesLeft: number;
      readonly etaMs: number;
    }
  | { readonly type: 'finished'; readonly outcome: Outcome }
  /** The first interrupt: what is under way is finished, what isn't begun is left. */
  | { readonly type: 'interrupted'; readonly running: readonly string[]; readonly left: readonly string[] };
