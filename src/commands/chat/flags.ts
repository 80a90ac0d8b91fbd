import type { ParameterFlags } from '../endpoints/predict/flags/parameters.ts';
import type { RouteFlags } from '../endpoints/predict/flags/route.ts';

/** All that `chat` may be given. */
export interface ChatFlags extends Omit<ParameterFlags, 'n' | 'modelParam'>, RouteFlags {
  readonly system?: string;
  readonly load?: string;
  readonly stream: boolean;
}
