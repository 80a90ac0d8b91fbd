import { isRecord } from '#schemas/structure.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import { parse } from '../parse.ts';
import type { GivenVariable } from './resolver.ts';

/**
 * A variable as `--var` gives it: a list or a map where the text is one, else a text; what it has to be, the field
 * that it comes to stand in says.
 */
export function givenVariable(text: string): GivenVariable {
  if (/^\s*[[{]/.test(text) && !text.trimStart().startsWith('{{')) {
    const { documents, diagnostics } = parse('--var', new TextEncoder().encode(text));
    const value = documents[0]?.value;
    if (diagnostics.length === 0 && typeof value === 'object') return { value, isHidden: false };
  }
  return { value: text, text, isHidden: false };
}

export interface VariableFile {
  readonly variables: ReadonlyMap<string, GivenVariable>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The variables of a YAML or JSON file: one map of names. They may be secrets, so none is shown. */
export function readVariableFile(file: string, bytes: Uint8Array): VariableFile {
  const { documents, diagnostics } = parse(file, bytes);
  const variables = new Map<string, GivenVariable>();
  const misfits: Diagnostic[] = [];
  for (const document of documents) {
    if (!isRecord(document.value)) {
      const message = 'a file of variables is a map from names to values';
      misfits.push(document.say({ severity: 'error', code: 'wrong-type', message }, [], 'value'));
      continue;
    }
    for (const [name, value] of Object.entries(document.value)) {
      const isScalar = typeof value !== 'object';
      variables.set(name, { value, isHidden: true, ...(isScalar && { text: document.textOf([name]) }) });
    }
  }
  return { variables, diagnostics: [...diagnostics, ...misfits] };
}
