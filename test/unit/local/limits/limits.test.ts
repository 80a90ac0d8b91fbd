import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiFault } from '../../../../src/local/http/api-fault.ts';
import type { Caller } from '../../../../src/local/http/app.ts';
import { admit } from '../../../../src/local/limits-ledger.ts';
import { rulesFor } from '../../../../src/local/limits.ts';
import type { EndpointRecord, RateLimitRecord } from '../../../../src/local/store/records.ts';
import { openStore } from '../../../../src/local/store/sqlite.ts';
import type { Store } from '../../../../src/local/store/store.ts';

const ada: Caller = { kind: 'user', name: 'ada@example.com' };
const bob: Caller = { kind: 'user', name: 'bob@example.com' };
const robot: Caller = { kind: 'service_principal', name: 'app-1' };

function endpoint(
  limits: readonly Omit<RateLimitRecord, 'renewal_period'>[],
  legacy: readonly Omit<RateLimitRecord, 'renewal_period'>[] = [],
): EndpointRecord {
  const perMinute = (limit: Omit<RateLimitRecord, 'renewal_period'>) => ({
    ...limit,
    renewal_period: 'minute',
  });
  return {
    id: 'e1',
    name: 'chat',
    creator: ada.name,
    creation_timestamp: 0,
    last_updated_timestamp: 0,
    description: '',
    route_optimized: false,
    tags: [],
    ai_gateway: { rate_limits: limits.map(perMinute) },
    rate_limits: legacy.map(perMinute),
    config_update: 'NOT_UPDATING',
    stopped: false,
    last_config_version: 1,
  };
}

describe('the rules for a caller', () => {
  const subjects = (caller: Caller, limits: Parameters<typeof endpoint>[0], groups: readonly string[] = []) =>
    rulesFor(endpoint(limits), caller, groups).map((rule) =>
      rule.map(({ subject, max }) => `${subject} ${max}`),
    );

  it('are none where the endpoint has no limits', () => {
    expect(rulesFor(endpoint([]), ada, ['users'])).toEqual([]);
  });

  it('hold the endpoint’s own limit, which a missing key means, beside the caller’s', () => {
    expect(subjects(ada, [{ calls: 100 }, { key: 'user', calls: 5 }])).toEqual([
      ['endpoint 100'],
      ['user:ada@example.com 5'],
    ]);
  });

  it('prefer the caller’s own limit to its groups’, and those to the default', () => {
    const limits = [
      { key: 'user', calls: 1 },
      { key: 'user_group', principal: 'team', calls: 2 },
      { key: 'user', principal: ada.name, calls: 3 },
      { key: 'service_principal', principal: robot.name, calls: 4 },
    ];
    expect(subjects(ada, limits, ['team'])).toEqual([['user:ada@example.com 3']]);
    expect(subjects(bob, limits, ['team'])).toEqual([['user_group:team 2']]);
    expect(subjects(bob, limits)).toEqual([['user:bob@example.com 1']]);
    expect(subjects(robot, limits)).toEqual([['service_principal:app-1 4']]);
  });

  it('choose for calls and tokens apart', () => {
    const limits = [
      { key: 'user', principal: ada.name, calls: 9 },
      { key: 'user', tokens: 50 },
    ];
    expect(rulesFor(endpoint(limits), ada, []).flat()).toMatchObject([
      { unit: 'calls', max: 9 },
      { unit: 'tokens', max: 50 },
    ]);
  });

  it('take a member of several groups as held back by all of them together', () => {
    const limits = [
      { key: 'user_group', principal: 'a', calls: 1 },
      { key: 'user_group', principal: 'b', calls: 2 },
    ];
    expect(subjects(ada, limits, ['a', 'b'])).toEqual([['user_group:a 1', 'user_group:b 2']]);
  });

  it('read the deprecated limits too', () => {
    const rules = rulesFor(endpoint([], [{ key: 'user', calls: 5 }]), ada, []);
    expect(rules).toMatchObject([[{ unit: 'calls', max: 5, subject: 'user:ada@example.com' }]]);
  });
});

describe('the ledger', () => {
  let now = 0;
  const clock = { now: () => now };
  let store: Store;
  beforeEach(() => {
    now = Date.UTC(2026, 0, 1);
    store = openStore(':memory:', now);
  });
  afterEach(() => {
    store.close();
  });

  const call = (of: EndpointRecord, caller: Caller = ada, groups: readonly string[] = []) =>
    admit(store, clock, of, rulesFor(of, caller, groups));

  function refusal(...args: Parameters<typeof call>): ApiFault {
    try {
      call(...args);
    } catch (error) {
      if (error instanceof ApiFault) return error;
      throw error;
    }
    throw new Error('the call was let through');
  }

  it('lets through as many calls as the limit says, and says when the next may come', () => {
    const limited = endpoint([{ key: 'user', calls: 2 }]);
    call(limited);
    now += 10_500;
    call(limited);
    now += 9_000;
    const fault = refusal(limited);
    expect(fault).toMatchObject({
      status: 429,
      code: 'REQUEST_LIMIT_EXCEEDED',
      message:
        "User defined rate limit(s) exceeded for 'chat'. Requests-per-minute (RPM) rate limit exceeded for user",
      headers: { 'retry-after': '41' },
    });
  });

  it('lets a call through once the oldest has left the window, not at the turn of a minute', () => {
    const limited = endpoint([{ calls: 1 }]);
    call(limited);
    now += 59_999;
    expect(refusal(limited).headers['retry-after']).toBe('1');
    now += 1;
    expect(() => call(limited)).not.toThrow();
  });

  it('does not count a refused call', () => {
    const limited = endpoint([{ calls: 1 }]);
    call(limited);
    now += 30_000;
    refusal(limited);
    now += 30_000;
    expect(() => call(limited)).not.toThrow();
  });

  it('counts each user apart, under the ceiling of the endpoint', () => {
    const limited = endpoint([
      { key: 'user', calls: 2 },
      { key: 'endpoint', calls: 3 },
    ]);
    call(limited, ada);
    call(limited, ada);
    expect(refusal(limited, ada).message).toContain('exceeded for user');
    call(limited, bob);
    expect(refusal(limited, bob).message).toContain('exceeded for endpoint');
  });

  it('counts tokens after the answer, and refuses the next call once they are used up', () => {
    const limited = endpoint([{ key: 'endpoint', tokens: 100 }]);
    call(limited)?.(60);
    call(limited)?.(90);
    const fault = refusal(limited);
    expect(fault.message).toContain('Tokens-per-minute (TPM) rate limit exceeded for endpoint');
    now += 60_000;
    expect(() => call(limited)).not.toThrow();
  });

  it('asks for tokens only where a limit counts them', () => {
    expect(call(endpoint([{ calls: 5 }]))).toBeUndefined();
    expect(call(endpoint([]))).toBeUndefined();
  });

  it('answers 403 where the limit is 0', () => {
    expect(refusal(endpoint([{ key: 'user', calls: 0 }]))).toMatchObject({
      status: 403,
      code: 'PERMISSION_DENIED',
      message: 'PERMISSION_DENIED: The endpoint is disabled due to a rate limit set to 0.',
    });
  });

  it('holds a member of two groups back only when both are used up', () => {
    const limited = endpoint([
      { key: 'user_group', principal: 'a', calls: 1 },
      { key: 'user_group', principal: 'b', calls: 2 },
    ]);
    call(limited, ada, ['a', 'b']);
    call(limited, ada, ['a', 'b']);
    expect(refusal(limited, ada, ['a', 'b']).status).toBe(429);
    expect(refusal(limited, bob, ['a']).status).toBe(429);
  });

  it('holds across all who have the file open', () => {
    const folder = mkdtempSync(join(tmpdir(), 'limits-'));
    const [one, other] = [1, 2].map(() => openStore(join(folder, 'w.db'), now)) as [Store, Store];
    try {
      const limited = endpoint([{ calls: 2 }]);
      const rules = rulesFor(limited, ada, []);
      admit(one, clock, limited, rules);
      admit(other, clock, limited, rules);
      expect(() => admit(one, clock, limited, rules)).toThrow(ApiFault);
      expect(() => admit(other, clock, limited, rules)).toThrow(ApiFault);
    } finally {
      one.close();
      other.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps two endpoints apart', () => {
    const one = endpoint([{ calls: 1 }]);
    call(one);
    expect(() => call({ ...one, id: 'e2' })).not.toThrow();
  });
});
