import type { AiGatewayRateLimit } from '#schemas/api/ai-gateway-rate-limit.ts';
import { isOwnModel } from '#schemas/own-model.ts';
import type { Path } from '../locate.ts';
import { items, type PartialEndpoint, type Partly, type RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';

type Limit = Partly<AiGatewayRateLimit>;

export function* rateLimitRules(document: PartialEndpoint): Generator<RuleFinding> {
  yield* olderKind(document);
  const older = [...items(document.rate_limits)];
  yield* duplicates(older, ['rate_limits']);
  for (const [index, limit] of older) yield* blocksAll(limit, ['rate_limits', index]);

  const path = ['ai_gateway', 'rate_limits'];
  const limits = [...items(document.ai_gateway?.rate_limits)];
  yield* tooMany(limits, path);
  yield* duplicates(limits, path);
  for (const [index, limit] of limits) {
    yield* blocksAll(limit, [...path, index]);
    yield* units(limit, [...path, index]);
    yield* principal(limit, [...path, index]);
  }
}

function* olderKind(document: PartialEndpoint): Generator<RuleFinding> {
  const { rate_limits: limits, ai_gateway: gateway } = document;
  if (!limits) return;
  const place = { path: ['rate_limits'], part: 'key' } as const;
  if (gateway?.rate_limits !== undefined) {
    yield {
      ...place,
      code: 'rate-limits-twice',
      message: '`rate_limits` and `ai_gateway.rate_limits` exclude each other',
      hint: 'keep `ai_gateway.rate_limits`',
    };
    return;
  }
  const isRefused = limits.length > 0 && servedBy(document).some(({ entity }) => isOwnModel(entity));
  yield {
    ...place,
    code: isRefused ? 'rate-limits-unsupported' : 'rate-limits-deprecated',
    message: isRefused
      ? '`rate_limits`, the older kind, limits external and foundation models alone'
      : '`rate_limits` is the older kind; Databricks has deprecated it',
    hint: 'move it to `ai_gateway.rate_limits`, which takes the same entries',
  };
}

function* blocksAll(limit: Limit, path: Path): Generator<RuleFinding> {
  for (const unit of ['calls', 'tokens'] as const) {
    if (limit[unit] !== 0) continue;
    yield {
      code: 'zero-rate-limit',
      path: [...path, unit],
      message: `a limit of 0 ${unit} blocks ${limit.key === undefined || limit.key === 'endpoint' ? 'every call' : 'every call of whom it is for'}`,
      hint: 'remove the entry if nothing is to be blocked',
    };
  }
}

function* units(limit: Limit, path: Path): Generator<RuleFinding> {
  const { calls, tokens } = limit;
  if (calls !== undefined && tokens !== undefined) {
    yield {
      code: 'rate-limit-units',
      path: [...path, 'tokens'],
      part: 'key',
      message: 'one entry limits calls or tokens; with both, only one has been seen to count',
      hint: 'make two entries of it',
    };
  }
  if (calls === undefined && tokens === undefined) {
    yield {
      code: 'rate-limit-empty',
      path,
      part: 'key',
      message: 'this entry limits neither calls nor tokens',
      hint: 'add `calls` or `tokens`',
    };
  }
}

function* principal({ key = 'endpoint', principal }: Limit, path: Path): Generator<RuleFinding> {
  if ((key === 'user_group' || key === 'service_principal') && principal === undefined) {
    yield {
      code: 'principal-missing',
      path: [...path, 'key'],
      message: `a limit with the key \`${key}\` needs a \`principal\``,
      hint:
        key === 'user_group'
          ? 'add the name of the group'
          : 'add the application id of the service principal',
    };
  }
  if (key === 'endpoint' && principal !== undefined) {
    yield {
      code: 'principal-unused',
      path: [...path, 'principal'],
      part: 'key',
      message: 'a limit of the whole endpoint has no `principal`',
      hint: 'add `key: user`, `user_group` or `service_principal`, or remove `principal`',
    };
  }
}

function* duplicates(limits: readonly [number, Limit][], path: Path): Generator<RuleFinding> {
  const seen = new Set<string>();
  for (const [index, { key = 'endpoint', principal, calls, tokens }] of limits) {
    const units = [calls === undefined ? '' : 'calls', tokens === undefined ? '' : 'tokens'];
    const identity = JSON.stringify([key, principal, ...units]);
    if (seen.has(identity)) {
      yield {
        code: 'duplicate-rate-limit',
        path: [...path, index],
        part: 'key',
        message: 'another entry limits the same, too',
        hint: 'keep one of the two',
      };
    }
    seen.add(identity);
  }
}

const maxLimits = 20;
const maxGroupLimits = 5;

/** Documented for AI Gateway (Databricks rate-limits page). */
function* tooMany(limits: readonly [number, Limit][], path: Path): Generator<RuleFinding> {
  const groups = limits.filter(([, { key }]) => key === 'user_group');
  const surplus = limits[maxLimits];
  const surplusGroup = groups[maxGroupLimits];
  if (surplus) yield tooManyOf(`${limits.length} rate limits`, maxLimits, [...path, surplus[0]]);
  if (surplusGroup)
    yield tooManyOf(`${groups.length} limits of groups`, maxGroupLimits, [...path, surplusGroup[0]]);
}

const tooManyOf = (what: string, limit: number, path: Path): RuleFinding => ({
  code: 'too-many-rate-limits',
  path,
  part: 'key',
  message: `${what}; an endpoint takes at most ${limit}`,
  hint: 'let one limit stand for several',
});
