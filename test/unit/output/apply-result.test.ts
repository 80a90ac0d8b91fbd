import { describe, expect, it } from 'vitest';
import type { ApplyEvent, Outcome } from '../../../src/apply/events.ts';
import { DeploymentFailedError, ServectlError, WaitTimeoutError } from '../../../src/errors.ts';
import { progressOf } from '../../../src/output/apply-progress.ts';
import { applyResult, applyResultView, eventRecord } from '../../../src/output/apply-result.ts';
import { renderBlocks } from '../../../src/output/blocks.ts';
import { plainStyle } from '../../../src/output/style.ts';
import { foreignKeys } from '../../helpers/json-keys.ts';

const outcome = (name: string, parts: Partial<Outcome> = {}): Outcome => ({
  entry: `endpoint/${name}`,
  kind: 'endpoint',
  name,
  action: 'update',
  status: 'applied',
  applied: ['put-ai-gateway'],
  left: [],
  tookMs: 12.3,
  ...parts,
});

const show = (...outcomes: readonly Outcome[]): string => {
  const look = { style: plainStyle, now: 0 };
  return renderBlocks(applyResultView.human(applyResult('apply', outcomes), look), look);
};

const failure = new ServectlError('NO', 'it did not work', 9);

describe('the result of an apply', () => {
  it('says of each what was done, what is left, and how to go on', () => {
    const text = show(
      outcome('a'),
      outcome('b', { status: 'unchanged', action: 'none' }),
      outcome('c', {
        status: 'failed',
        applied: ['patch-tags'],
        step: 'put-ai-gateway',
        left: ['put-ai-gateway', 'update-config'],
        error: failure,
      }),
      outcome('d', { status: 'skipped', applied: [], left: ['create'], because: ['secret/llm/key'] }),
    );
    expect(text).toContain(
      'failed at put-ai-gateway; done: patch-tags; left: put-ai-gateway, update-config; run it again: what is done is not done twice',
    );
    expect(text).toContain('needs secret llm/key; left: create; run it again, once that is done');
    expect(text).not.toContain('endpoint b');
    expect(text).toContain('Applied 1, 1 failed, 1 skipped, 1 unchanged.');
  });

  it('names the command that waits on, where time was up', () => {
    const error = new WaitTimeoutError('too long');
    expect(show(outcome('a', { status: 'failed', error, step: 'wait', left: ['wait'] }))).toContain(
      'servectl endpoints wait a',
    );
  });

  it('does not promise that a deployment which failed gets better by itself', () => {
    const error = new DeploymentFailedError('it failed', []);
    const text = show(outcome('a', { status: 'failed', error, step: 'wait', left: ['wait'] }));
    expect(text).toContain('mend what made it fail, and run it again: the config is sent anew');
    expect(text).not.toContain('not done twice');
  });

  it('is JSON through and through', () => {
    const result = applyResult('apply', [outcome('a', { status: 'failed', error: failure })]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({
      counts: { failed: 1 },
      outcomes: [{ took_ms: 12, error: { code: 'NO', message: 'it did not work', retryable: false } }],
    });
    const event: ApplyEvent = { type: 'finished', outcome: outcome('a', { error: failure }), elapsedMs: 1.5 };
    expect(JSON.parse(JSON.stringify(eventRecord(event)))).toEqual(eventRecord(event));
  });

  it('has keys written in one way', () => {
    const failed = new DeploymentFailedError('it failed', [{ entity: 'a', message: 'b', buildLogTail: 'c' }]);
    const lost = { permissions: [{ user_name: 'u', level: 'CAN_QUERY' }] } as const;
    const done = outcome('a', {
      status: 'failed',
      error: failed,
      lost: { ...lost, permissions: [...lost.permissions] },
    });
    const at = { entry: 'endpoint/a', elapsedMs: 0 } as const;
    const events: readonly ApplyEvent[] = [
      { type: 'started', action: 'create', ...at },
      { type: 'step', call: 'create', number: 1, of: 2, ...at },
      { type: 'waiting', foreign: false, phase: 'updating', waitedMs: 1, detail: 'a', ...at },
      { type: 'replanned', action: 'none', reason: 'busy', ...at },
      { type: 'throttled', waitMs: 1, writesLeft: 2, etaMs: 3, ...at },
      { type: 'finished', outcome: done, elapsedMs: 0 },
      { type: 'interrupted', running: [], left: [], elapsedMs: 0 },
    ];
    for (const event of events) expect(foreignKeys(eventRecord(event))).toEqual([]);
    const result = applyResult('apply', [done]);
    expect(foreignKeys(result)).toEqual([]);
    expect(result.outcomes[0]).toMatchObject({
      lost,
      next: 'write what it has lost into its manifest, and run it again',
      error: { details: [{ entity: 'a', message: 'b', build_log_tail: 'c' }] },
    });
  });

  it('tells times in whole milliseconds', () => {
    const times = { elapsedMs: 1.2, waitedMs: 1.7839309999999955 };
    const looked = { type: 'waiting', entry: 'endpoint/a', foreign: false, phase: 'updating' } as const;
    expect(eventRecord({ ...looked, ...times })).toEqual({ ...looked, elapsed_ms: 1, waited_ms: 2 });
  });
});

describe('progress', () => {
  const at = { entry: 'endpoint/chat', elapsedMs: 0 } as const;
  it.each<[ApplyEvent, string | undefined]>([
    [{ ...at, type: 'started', action: 'create' }, undefined],
    [{ ...at, type: 'step', call: 'create', number: 1, of: 2 }, 'creating'],
    [
      { ...at, type: 'waiting', foreign: false, phase: 'updating', waitedMs: 1, detail: 'gpt (creating)' },
      'updating: gpt (creating)',
    ],
    [
      { ...at, type: 'waiting', foreign: true, phase: 'updating', waitedMs: 1 },
      'waiting, something else changes it: updating',
    ],
    [{ ...at, type: 'waiting', foreign: false, phase: 'ready', waitedMs: 1 }, undefined],
    [{ ...at, type: 'replanned', action: 'none', reason: 'busy' }, 'planned afresh: nothing left to do'],
    [{ type: 'finished', outcome: outcome('chat', { action: 'create' }), elapsedMs: 0 }, 'created'],
    [
      { type: 'finished', outcome: outcome('chat', { status: 'failed', error: failure }), elapsedMs: 0 },
      'failed: it did not work',
    ],
  ])('of %j reads %s', (event, state) => {
    const progress = progressOf(event);
    expect(progress?.state).toBe(state);
    if (progress) expect(progress.title).toBe('endpoint chat');
  });
});
