import { describe, expect, it } from 'vitest';
import { editText, type FileEdit } from '../../../../src/manifest/edit/edit-text.ts';
import { yaml } from '../../../helpers/manifest.ts';

const set = (at: FileEdit['at'], value: unknown, document = 0): FileEdit => ({
  kind: 'set',
  document,
  at,
  value,
  remarks: [],
});
const remove = (at: FileEdit['at'], document = 0): FileEdit => ({ kind: 'remove', document, at });
const edited = (text: string, ...edits: FileEdit[]): string => editText(text, { edits, added: [] });

describe('an edited file', () => {
  it('keeps every byte of the lines around a change', () => {
    const text = '# head\n\nname:   a   # first\n\n\nlist:\n- x:  1\n- {y: 2}   # two\n# tail\n';
    expect(edited(text, set(['list', 0, 'x'], 3))).toBe(text.replace('x:  1', 'x: 3'));
    expect(edited(text, remove(['list', 0]))).toBe(text.replace('- x:  1\n', ''));
    expect(edited(text, set(['list', 2], 'new'))).toBe(text.replace('# two\n', '# two\n- new\n'));
  });

  it('keeps the other documents to the byte', () => {
    const text = 'name: a\n---   # b\nname:    b\n...\n# c\n---\nname:  c\n';
    expect(edited(text, set(['name'], 'd', 2))).toBe(text.replace('name:  c', 'name: d'));
    expect(edited(text)).toBe(text);
  });

  it('keeps the comment of a value that changes', () => {
    expect(edited('calls: 5 # enough\n', set(['calls'], 6))).toBe('calls: 6 # enough\n');
  });

  it('keeps comments that the printer puts into lines of their own', () => {
    const text = 'a: # of a\n  b: 1\nc: 2\n';
    expect(edited(text, set(['c'], 3))).toBe('a: # of a\n  b: 1\nc: 3\n');
  });

  it('makes the maps and lists on the way', () => {
    expect(edited('name: a\n', set(['config', 'served_entities', 0, 'name'], 'x'))).toBe(yaml`
      name: a
      config:
        served_entities:
          - name: x
    `);
    expect(edited('name: a\ntags: []\n', set(['tags', 0], { key: 'k' }))).toBe(
      'name: a\ntags:\n  - key: k\n',
    );
  });

  it('removes several items of a list by the places that they had', () => {
    const text = 'list:\n  - 0\n  - 1\n  - 2\n  - 3\n';
    expect(edited(text, remove(['list', 0]), remove(['list', 2]))).toBe('list:\n  - 1\n  - 3\n');
  });

  it('arranges items with their comments', () => {
    const text = 'list:\n  # first\n  - a: 1\n  # second\n  - a: 2\n';
    const order: FileEdit = { kind: 'arrange', document: 0, at: ['list'], order: [1, 0] };
    expect(edited(text, order)).toBe('list:\n  # second\n  - a: 2\n  # first\n  - a: 1\n');
  });

  it('changes one of two places that share a value by an anchor', () => {
    const text = 'a: &shared\n  x: 1\nb: *shared\n';
    expect(edited(text, set(['a', 'x'], 2))).toBe('a:\n  x: 2\nb:\n  x: 1\n');
    expect(edited(text, set(['b', 'x'], 2))).toBe('a: &shared\n  x: 1\nb:\n  x: 2\n');
  });

  it('writes out what is merged into a map where a part of that changes', () => {
    const text = 'base: &base\n  x: 1\n  y: {z: 1}\nb:\n  <<: *base\n  w: 1\n';
    expect(edited(text, set(['b', 'y', 'z'], 2))).toBe(
      'base: &base\n  x: 1\n  y: {z: 1}\nb:\n  x: 1\n  y: {z: 2}\n  w: 1\n',
    );
    expect(edited(text, remove(['b', 'x']))).toBe(
      'base: &base\n  x: 1\n  y: {z: 1}\nb:\n  y: {z: 1}\n  w: 1\n',
    );
    expect(edited(text, set(['b', 'w'], 2))).toBe(text.replace('w: 1', 'w: 2'));
  });

  it('keeps texts of several lines', () => {
    const text = 'description: |\n  one\n\n    two\n\nname: a\n';
    expect(edited(text, set(['name'], 'b'))).toBe(text.replace('name: a', 'name: b'));
  });

  it('takes new documents at its end', () => {
    const added = [{ document: { name: 'b' } }];
    expect(editText('name: a', { edits: [], added })).toBe('name: a\n---\nname: b\n');
    expect(editText('', { edits: [], added })).toBe('name: b\n');
    expect(editText('# mine\n', { edits: [], added })).toBe('# mine\nname: b\n');
  });
});
