import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../../clock.ts';
import type { LocalEnvironment } from '../http/app.ts';
import { dripping, faultAnswer, halved } from './answers.ts';
import { LostConnection } from './lost-connection.ts';
import { arm, type Fault, type FaultRule } from './rule.ts';

/** Answers a request from the state of some moment. */
export interface PastState {
  answer(request: Request, env: LocalEnvironment['Bindings']): Promise<Response>;
  close(): void;
}

export interface FaultServices {
  readonly clock: Clock;
  /** Keeps the state as it is now. */
  readonly remember: () => PastState;
}

export interface FaultInjector {
  readonly middleware: MiddlewareHandler<LocalEnvironment>;
  close(): void;
}

type Handler = () => Promise<void>;

/** Lets go wrong what `rules` say, in front of the handlers, credentials included. */
export function injectFaults(rules: readonly FaultRule[], { clock, remember }: FaultServices): FaultInjector {
  const armed = rules.map(arm);
  const remembers = rules.some(({ fault }) => fault.kind === 'stale');
  let past: PastState | undefined;
  const handle = async (c: Context<LocalEnvironment>, next: Handler): Promise<void> => {
    if (remembers && c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      past?.close();
      past = remember();
    }
    c.set('handled', true);
    await next();
  };
  /** The answer that the fault gives in place of the one there is; none where that one stays. */
  const apply = async (
    fault: Fault,
    c: Context<LocalEnvironment>,
    inner: Handler,
  ): Promise<Response | undefined> => {
    switch (fault.kind) {
      case 'status':
        if (fault.when === 'after') await inner();
        return faultAnswer(fault);
      case 'reset-before':
        throw new LostConnection();
      case 'reset-after':
        await inner();
        throw new LostConnection();
      case 'delay':
        await clock.sleep(fault.ms, c.req.raw.signal);
        await inner();
        return undefined;
      case 'truncate':
        await inner();
        return halved(c.res, fault.end ?? 'cut', c.env.breakOff);
      case 'drip':
        await inner();
        return dripping(c.res, fault.ms, clock);
      case 'stale':
        return past?.answer(c.req.raw, c.env);
    }
  };
  return {
    middleware: async (c, next) => {
      const { method, path } = c.req;
      c.set('handled', false);
      c.set('faults', []);
      const guarded = armed.reduceRight<Handler>(
        (inner, rule) => async () => {
          const { fault } = rule;
          // Before the first write there is no other state to answer from.
          const applies = fault.kind !== 'stale' || (past !== undefined && method === 'GET');
          if (!applies || !rule.takes(method, path)) return inner();
          c.set('faults', [...c.get('faults'), fault.kind]);
          const answer = await apply(fault, c, inner);
          if (!answer) return;
          // Of the answer there was nothing stays: Hono would keep its headers.
          c.res = undefined;
          c.res = answer;
        },
        () => handle(c, next),
      );
      await guarded();
    },
    close: () => past?.close(),
  };
}
