import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate } from '../../../../src/manifest/variables/interpolate.ts';
import { givenVariable, readVariableFile } from '../../../../src/manifest/variables/read-given.ts';
import { createResolver, type VariableScope } from '../../../../src/manifest/variables/resolver.ts';
import { escapeVariables, parseTemplate } from '../../../../src/manifest/variables/template.ts';
import { bytesOf, placesOf } from '../../../helpers/manifest.ts';

describe('a template', () => {
  it.each([
    ['plain', ['plain']],
    ['${HOME}/bin $x ${x.y}', ['${HOME}/bin $x ${x.y}']],
    ['a-${var.b}-c', ['a-', { family: 'var', path: ['b'] }, '-c']],
    [
      '${env.A}${env.B}',
      [
        { family: 'env', path: ['A'] },
        { family: 'env', path: ['B'] },
      ],
    ],
    ['${workspace.current_user.userName}', [{ family: 'workspace', path: ['current_user', 'userName'] }]],
    ['${resources.secret_scopes.my-scope.name}', [{ path: ['secret_scopes', 'my-scope', 'name'] }]],
    ['${var.list[0].x}', [{ path: ['list', '0', 'x'] }]],
    ['${var.a:-}', [{ path: ['a'], fallback: '' }]],
    ['${var.key:-{{secrets/a/b}}}', [{ path: ['key'], fallback: '{{secrets/a/b}}' }]],
    ['{{secrets/${var.scope}/key}}', ['{{secrets/', { path: ['scope'] }, '/key}}']],
    ['${var.a:-${env.B}}', [{ path: ['a'], fallback: '${env.B}' }]],
    ['${bundle.target == "dev"}', [{ kind: 'malformed' }]],
    ['${var.${var.x}}', [{ kind: 'malformed' }]],
    ['${var}', [{ kind: 'malformed' }]],
    ['${var.}', [{ kind: 'malformed' }]],
    ['x ${env.A', ['x ', { kind: 'malformed' }]],
    ['$${env.A}', ['${', 'env.A}']],
    ['a $${env.A}-${env.B}', ['a ', '${', 'env.A}-', { path: ['B'] }]],
    ['$${var.a:-${env.B}}', ['${', 'var.a:-', { path: ['B'] }, '}']],
    ['$${HOME} $$', ['$${HOME} $$']],
    ['$${env.A', ['${', 'env.A']],
  ] as const)('%s', (text, pieces) => {
    expect(parseTemplate(text)).toMatchObject(pieces);
  });

  it('loses nothing, whatever the text', () => {
    const word = fc.constantFrom('${', '}', 'var.a', 'env.', ':-', '{{', '$ ', 'x', '.', ' ', 'bundle');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join('');
        const joined = parseTemplate(text).map((piece) => (typeof piece === 'string' ? piece : piece.text));
        expect(joined.join('')).toBe(text);
      }),
    );
  });

  it('takes linear time for what is opened and never closed', () => {
    expect(parseTemplate('${'.repeat(20_000))).toHaveLength(1);
  });
});

const put = (value: unknown, scope: Partial<VariableScope> = {}) =>
  interpolate(value, createResolver({ env: {}, given: new Map(), ...scope }));
const given = (values: Readonly<Record<string, string>>) => ({
  given: new Map(Object.entries(values).map(([name, text]) => [name, givenVariable(text)])),
});
const bundle = (variables: Readonly<Record<string, unknown>>) => ({
  bundle: {
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, { value, isLookup: false }])),
    bundle: { name: 'b' },
    workspace: {},
    resources: {},
  },
});

describe('what is put in', () => {
  it('is the value itself where a variable stands alone, and text where it does not', () => {
    const scope = bundle({ n: 3, list: [1, 2] });
    expect(
      put({ a: '${var.n}', b: 'x${var.n}', c: '${var.list}', d: '${var.list[1]}' }, scope).value,
    ).toEqual({
      a: 3,
      b: 'x3',
      c: [1, 2],
      d: 2,
    });
  });

  it('is not read again: a value adds nothing but itself', () => {
    const scope = { env: { A: '${env.B}', B: 'b' }, ...given({ C: '${env.B}' }) };
    expect(put(['${env.A}', '${var.C}'], scope).value).toEqual(['${env.B}', '${env.B}']);
  });

  it('comes by way of other variables of a bundle', () => {
    const scope = { ...bundle({ a: '${var.b}/${bundle.name}', b: '${env.X:-none}' }), env: { X: 'x' } };
    expect(put('${var.a}', scope).value).toBe('x/b');
    expect(put('${var.a}', { ...scope, env: {} }).value).toBe('none/b');
  });

  it.each([
    ['the command line', { ...bundle({ a: 1 }), ...given({ a: '2' }), env: { BUNDLE_VAR_a: '3' } }, '2'],
    ['the environment of bundles', { ...bundle({ a: 1 }), env: { BUNDLE_VAR_a: '3' } }, '3'],
    ['the bundle', bundle({ a: 1 }), 1],
    ['the default', {}, '4'],
  ])('comes from %s before what is named after it', (_, scope, value) => {
    expect(put('${var.a:-4}', scope).value).toBe(value);
  });

  it('leaves a document without variables as it is', () => {
    const value = { a: ['x', { b: '${HOME}' }] };
    expect(put(value).value).toBe(value);
  });

  it('is nothing where a dollar sign stands before it: that is how a text holds what looks like a variable', () => {
    const scope = { env: { A: 'a' } };
    const texts = ['$${env.A}', 'x $${env.A} ${env.A}', '$$${env.A}', '$${HOME}'];
    const { value, unresolved } = put(texts, scope);
    expect(value).toEqual(['${env.A}', 'x ${env.A} a', '$${env.A}', '$${HOME}']);
    expect(unresolved).toEqual([]);
    expect(put(bundle({ a: '$${env.A}' }).bundle.variables.get('a')?.value).value).toBe('${env.A}');
  });

  it('is not in a text that was escaped, whatever it holds', () => {
    const word = fc.constantFrom('${', '}', 'var.a', 'env.', ':-', '$', 'x', ' ', 'bundle', '$${', '.A');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join('');
        const { value, unresolved, findings } = put([escapeVariables(text, new Set())]);
        expect({ value, unresolved, findings }).toEqual({ value: [text], unresolved: [], findings: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is hidden where it came from the environment, and by what it went through', () => {
    const scope = { env: { S: 'secret' }, ...bundle({ a: '${env.S}' }) };
    expect([...put(['${env.S}', 'x-${env.S}', '${var.a}'], scope).hidden]).toEqual([
      ['secret', '${var.a}'],
      ['x-secret', 'x-${env.S}'],
    ]);
  });
});

describe('what cannot be put in', () => {
  const faults = (value: unknown, scope: Partial<VariableScope> = {}) => {
    const { unresolved, findings } = put(value, scope);
    return [...unresolved.map(({ finding }) => finding), ...findings].map(
      ({ code, message, hint }) => `${code}: ${message} (${hint ?? ''})`,
    );
  };

  it.each([
    [
      '${env.HOEM}',
      { env: { HOME: '/' } },
      /^undefined-variable: .*`HOEM` is not set \(did you mean `\$\{env\.HOME\}`\?\)$/,
    ],
    ['${var.x}', {}, /^undefined-variable: the variable `x` has no value \(give it by --var x=VALUE/],
    ['${var.siez}', bundle({ size: 1 }), /did you mean `\$\{var\.size\}`\?/],
    ['${var.size.x}', bundle({ size: 1 }), /no part/],
    ['${bundle.name}', {}, /outside of a bundle/],
    ['${bundle.target}', bundle({}), /--bundle-target/],
    ['${bundle.nam}', bundle({}), /known are `\$\{bundle\.name\}`/],
    ['${resources.jobs.j.id}', bundle({}), /declares no `resources\.jobs\.j`/],
    ['${workspace.host}', {}, /^unknown-variable:/],
    ['${bundle.target == "dev"}', bundle({}), /^bad-variable: .*expression/],
    ['x${var.l}', bundle({ l: [1] }), /^bad-variable: .*stands for a list/],
    ['${var.a}', bundle({ a: '${var.b}', b: 'x${var.a}' }), /^variable-cycle: .*var\.a → var\.b → var\.a/],
    ['${var.a}', bundle({ a: '${var.a}' }), /^variable-cycle/],
  ] as const)('%s', (text, scope, told) => {
    const [fault, ...others] = faults({ key: text }, scope);
    expect(fault).toMatch(told);
    expect(others).toEqual([]);
  });

  it('a variable in a key, told at the key', () => {
    expect(put({ 'a${var.x}': 1 }).findings).toMatchObject([
      { code: 'variable-in-key', part: 'key', path: ['a${var.x}'] },
    ]);
  });
});

describe('variables of a file', () => {
  it('keep their types, and the texts that they were written as', () => {
    const { variables, diagnostics } = readVariableFile('v.yaml', bytesOf('n: 3\nv: 1.10\nl: [a]\nt: "x"\n'));
    expect(diagnostics).toEqual([]);
    expect(
      Object.fromEntries([...variables].map(([name, { value, text }]) => [name, [value, text]])),
    ).toEqual({
      n: [3, '3'],
      v: [1.1, '1.10'],
      l: [['a'], undefined],
      t: ['x', 'x'],
    });
  });

  it('are refused where they are no map', () => {
    expect(placesOf(readVariableFile('v.yaml', bytesOf('- a\n')).diagnostics)).toEqual(['1:3 wrong-type']);
    expect(placesOf(readVariableFile('v.json', bytesOf('{"a" 1}')).diagnostics)).toEqual(['1:6 json-syntax']);
  });
});

it('takes a list or a map from the command line as one, and all else as text', () => {
  expect(
    ['[a, b]', '{a: 1}', '3', 'true', '[broken', '{{secrets/a/b}}'].map((text) => givenVariable(text).value),
  ).toEqual([['a', 'b'], { a: 1 }, '3', 'true', '[broken', '{{secrets/a/b}}']);
});
