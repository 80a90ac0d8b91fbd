import type { BatchFlags } from './batch.ts';
import type { ExpectFlags } from './expect.ts';
import type { ParameterFlags } from './parameters.ts';
import type { RequestFlags } from './request.ts';
import type { RouteFlags } from './route.ts';
import type { TimingFlags } from './timing.ts';
import type { TransformFlags } from './transform.ts';

/** All that `endpoints predict` may be given, each group in a file of its own. */
export interface PredictFlags
  extends RequestFlags, ParameterFlags, RouteFlags, ExpectFlags, TimingFlags, TransformFlags, BatchFlags {}
