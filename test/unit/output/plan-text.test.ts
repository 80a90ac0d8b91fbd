import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../../src/output/blocks.ts';
import { planMarkdown } from '../../../src/output/plan-markdown.ts';
import { planSentence } from '../../../src/output/plan-summary.ts';
import { planInWords, planView } from '../../../src/output/plan-text.ts';
import { segmentsOf } from '../../../src/output/plan-tree.ts';
import { fieldLines, inlineValue } from '../../../src/output/plan-value.ts';
import { plainStyle, type Style } from '../../../src/output/style.ts';
import type { Change, Plan, PlanEntry } from '../../../src/plan/types.ts';

const entry = (name: string, parts: Partial<PlanEntry> = {}): PlanEntry => ({
  id: `endpoint/${name}`,
  kind: 'endpoint',
  name,
  action: 'update',
  changes: [],
  steps: [],
  risks: [],
  write_only: [],
  ignored: [],
  blocked: [],
  after: [],
  busy: false,
  fingerprint: {},
  ...parts,
});

const change = (path: string, parts: Partial<Change>): Change => ({
  path,
  reason: 'changed',
  effect: 'instant',
  call: 'update-config',
  ...parts,
});

const planOf = (...entries: readonly PlanEntry[]): Plan => ({
  format: 'servectl-plan',
  version: 2,
  kind: 'apply',
  entries,
});

const show = (plan: Plan, { why = false, style = plainStyle } = {}): string =>
  renderBlocks(planView({ why }).human(plan, { style, now: 0 }), { style, now: 0 });

describe('a plan as text', () => {
  it('writes what paths have in common once, and marks each line', () => {
    const text = show(
      planOf(
        entry('chat', {
          risks: ['traffic'],
          changes: [
            change('config.served_entities[gpt-4.1].workload_size', {
              from: 'Small',
              to: 'Large',
              effect: 'deployment',
            }),
            change('config.served_entities[gpt-4.1].scale_to_zero_enabled', {
              from: true,
              effect: 'deployment',
            }),
            change('config.traffic_config.routes[old]', {
              from: { served_entity_name: 'old', traffic_percentage: 10 },
              reason: 'removed',
              effect: 'deployment',
            }),
            change('tags[team]', { to: { key: 'team', value: '1' }, reason: 'added', call: 'patch-tags' }),
          ],
        }),
      ),
    );
    expect(text).toBe(
      [
        '~ endpoint chat  (traffic shifts, new deployment)',
        '    config',
        '      served_entities[gpt-4.1]',
        '~       workload_size: Small -> Large',
        '-       scale_to_zero_enabled: true',
        '-     traffic_config.routes[old]:',
        '-       served_entity_name: old',
        '-       traffic_percentage: 10',
        '+   tags[team]:',
        '+     key: team',
        '+     value: "1"',
        '',
        'Plan: 1 to update.',
      ].join('\n'),
    );
  });

  it('keeps names close together where there is nothing else to say', () => {
    const text = show(planOf(entry('a', { action: 'delete' }), entry('b', { action: 'delete' })));
    expect(text).toBe('- endpoint a\n- endpoint b\n\nPlan: 2 to delete.');
  });

  it('says why something is blocked or replaced', () => {
    const text = show(
      planOf(
        entry('chat', {
          action: 'replace',
          risks: ['replace', 'downtime'],
          changes: [
            change('route_optimized', { from: false, to: true, effect: 'replace', why: 'it is fixed' }),
          ],
          blocked: [{ code: 'replace-not-allowed', message: 'no', hint: 'allow it' }],
        }),
      ),
    );
    expect(text).toContain('-/+ endpoint chat  (deleted and created anew, downtime)');
    expect(text).toContain('~   route_optimized: false -> true  # no call changes it: it is fixed');
    expect(text).toContain('! blocked: no\n  hint: allow it');
    expect(text).toContain('Plan: 1 blocked.');
  });

  it('tells of values that can not be compared once, and with --why of each', () => {
    const note = { path: 'a', why: 'never told', sent: false };
    const plan = planOf(
      entry('a', { action: 'none', write_only: [note, note] }),
      entry('b', { write_only: [note] }),
    );
    expect(show(plan).match(/never told/g)).toHaveLength(1);
    expect(show(plan)).toContain('3 values are never told by the workspace');
    expect(show(plan, { why: true }).match(/^\?/gm)).toHaveLength(3);
  });

  it('tells of values that go along with other changes, where none shows them', () => {
    const note = { path: 'config.served_entities[x].key_plaintext', why: 'never told', sent: true };
    const model = change('config.served_entities[x].name', { from: 'a', to: 'b' });
    const whole = change('config', { reason: 'added', to: {} });
    expect(show(planOf(entry('a', { write_only: [note], changes: [model] })))).toContain(
      'One value that is never told by the workspace, and so not compared, will be sent with these changes',
    );
    expect(show(planOf(entry('a', { write_only: [note], changes: [whole] })))).not.toContain('never told');
  });

  it('makes what a terminal would obey visible, and lets nothing forge a line', () => {
    const text = show(
      planOf(entry('a', { changes: [change('x', { from: '\u001b[31m', to: 'one\n+ endpoint forged' })] })),
    );
    expect(text).not.toContain('\u001b');
    expect(text.split('\n').filter((line) => line.startsWith('+ endpoint'))).toEqual([]);
  });

  it('is painted by what a line means', () => {
    const style: Style = {
      ...plainStyle,
      red: (text) => `<r>${text}</r>`,
      green: (text) => `<g>${text}</g>`,
    };
    expect(show(planOf(entry('a', { changes: [change('x', { from: 1, to: 2 })] })), { style })).toContain(
      'x: <r>1</r> -> <g>2</g>',
    );
  });

  it('counts in one sentence', () => {
    expect(
      planSentence(planOf(entry('a', { action: 'create' }), entry('b'), entry('c', { action: 'none' }))),
    ).toBe('Plan: 1 to create, 1 to update; 1 unchanged.');
    expect(planSentence(planOf(entry('c', { action: 'none' })))).toBe('No changes: 1 endpoint as declared.');
    expect(planSentence({ ...planOf(), kind: 'destroy' })).toContain('Nothing to delete');
  });

  it('is asked about with its names, and not with all of very many', () => {
    const many = Array.from({ length: 14 }, (_, index) => entry(`e${index}`));
    expect(planInWords(planOf(entry('a', { action: 'delete' }), ...many))).toMatch(
      /^update endpoint e0, .*endpoint e9 and 4 more; delete endpoint a$/,
    );
  });
});

describe('a plan as Markdown', () => {
  it('can not be broken out of', () => {
    const text = planMarkdown(
      planOf(entry('<img>', { changes: [change('x', { from: 'a', to: '```\n# forged' })] })),
    );
    expect(text).toContain('&lt;img&gt;');
    expect(text).not.toMatch(/^# forged/m);
    expect(text).toContain('````diff');
  });

  it('is cut where a step summary would be too long, and says so', () => {
    const long = 'x'.repeat(2_000);
    const entries = Array.from({ length: 1_000 }, (_, index) =>
      entry(`e${index}`, { changes: [change('x', { to: long })] }),
    );
    const text = planMarkdown(planOf(...entries));
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toContain('and more');
  });
});

describe('values and paths', () => {
  it.each([
    ['Small', 'Small'],
    ['', '""'],
    ['true', '"true"'],
    ['12', '"12"'],
    [' a', '" a"'],
    [0, '0'],
    [false, 'false'],
    [[], '[]'],
    [undefined, '(none)'],
  ])('%j reads as %s', (value, text) => expect(inlineValue(value)).toBe(text));

  it('lays nested values out as YAML does', () => {
    expect(fieldLines('list', [{ a: 1, b: [] }, 'x'])).toEqual(['list:', '  - a: 1', '    b: []', '  - x']);
    expect(fieldLines('empty', {})).toEqual(['empty: {}']);
  });

  it('takes keys of items as they are', () => {
    expect(segmentsOf('config.served_entities[gpt-4.1 [x]].name')).toEqual([
      'config',
      'served_entities',
      '[gpt-4.1 [x]]',
      'name',
    ]);
  });
});
