import { dirname, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import { InvalidInputError } from '../../errors.ts';
import type { Manifests } from '../../manifest/read-manifests.ts';
import type { DocumentPath, Plan, ValueSource } from '../../plan/types.ts';
import { readInput } from '../shared/input.ts';

/** Where values come from that no plan holds. */
export interface SecretValues {
  /** @throws InvalidInputError that shows the place in the manifest, where there is no value */
  read(source: ValueSource): Promise<string>;
  /** Every value that a plan will send, looked at beforehand: what is missing, each at its place. */
  missing(plan: Plan): Promise<readonly Diagnostic[]>;
}

type SecretOf<From> = Extract<ValueSource, { readonly from: From }>;

/** Reads the credentials that manifests refer to: variables, files beside the manifest, the manifest itself. */
export function secretValues(context: Context, { endpoints }: Manifests): SecretValues {
  const documents = new Map(endpoints.map((declared) => [declared.document.name, declared]));
  const known = new Map<string, Promise<string>>();

  const readOnce = (source: ValueSource): Promise<string> => {
    const id = JSON.stringify(source);
    let value = known.get(id);
    if (!value) known.set(id, (value = readNow(source)));
    return value;
  };
  const readNow = async (source: ValueSource): Promise<string> => {
    const value = await valueOf(source);
    context.secrets.add(value);
    return value;
  };
  const valueOf = (source: ValueSource): Promise<string> | string => {
    switch (source.from) {
      case 'document':
        return fromDocument(source);
      case 'environment':
        return fromEnvironment(source);
      case 'file':
        return fromFile(source);
    }
  };

  function fromDocument({ endpoint, path }: SecretOf<'document'>): string {
    const declared = documents.get(endpoint);
    const lacking = declared?.notGiven.find((each) => isSamePath(each.path, path));
    if (declared && lacking) {
      throw new InvalidInputError([declared.source.report({ ...lacking.finding, severity: 'error' })]);
    }
    let value: unknown = declared?.document;
    for (const segment of path) value = (value as Record<string | number, unknown> | undefined)?.[segment];
    if (typeof value === 'string') return value;
    throw new Error(`no text stands at ${path.join('.')} of endpoint ${endpoint}`);
  }

  async function fromEnvironment(source: SecretOf<'environment'>): Promise<string> {
    const value = (await context.env())[source.name];
    if (value !== undefined && value !== '') return value;
    const state = value === undefined ? 'is not set' : 'is empty';
    throw refuse(source, 'from_env', {
      code: 'secret-value-missing',
      message: `the environment variable ${source.name}, which holds the secret ${source.scope}/${source.key}, ${state}`,
      hint: 'set it, or name a file of variables with --env-file',
    });
  }

  async function fromFile(source: SecretOf<'file'>): Promise<string> {
    const place = findSource(source);
    const manifest = place?.declared.source.locate(['secrets', place.index, 'from_file'], 'value').file;
    const directory = manifest === undefined || manifest === '<stdin>' ? '' : dirname(manifest);
    const path = /^(?:[/\\]|[A-Za-z]:)/.test(source.file) ? source.file : join(directory, source.file);
    const what = `of the secret ${source.scope}/${source.key}`;
    let bytes: Uint8Array;
    try {
      ({ bytes } = await readInput(context, path, 'from_file'));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      throw refuse(source, 'from_file', {
        code: 'secret-value-missing',
        message: `${error.message} ${what}`,
      });
    }
    if (bytes.length === 0) {
      throw refuse(source, 'from_file', {
        code: 'secret-value-missing',
        message: `the file ${what} is empty`,
      });
    }
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw refuse(source, 'from_file', {
        code: 'secret-value-binary',
        message: `the file ${what} is no UTF-8 text`,
        hint: 'store it with `servectl secrets put --from-file`, which takes any bytes',
      });
    }
  }

  const findSource = ({ scope, key }: SecretOf<'environment' | 'file'>) => {
    for (const declared of endpoints) {
      const index = (declared.document.secrets ?? []).findIndex(
        (secret) => secret.scope.toLowerCase() === scope.toLowerCase() && secret.key === key,
      );
      if (index !== -1) return { declared, index };
    }
    return undefined;
  };

  function refuse(
    source: SecretOf<'environment' | 'file'>,
    field: 'from_env' | 'from_file',
    what: { readonly code: string; readonly message: string; readonly hint?: string },
  ): InvalidInputError {
    const place = findSource(source);
    const finding = { ...what, severity: 'error' } as const;
    if (!place) return new InvalidInputError([finding]);
    return new InvalidInputError([
      place.declared.source.report({ ...finding, path: ['secrets', place.index, field] }),
    ]);
  }

  return {
    read: readOnce,
    missing: async (plan) => {
      const sources = plan.entries.flatMap(({ steps }) =>
        steps.flatMap(({ withheld }) => withheld.map(({ source }) => source)),
      );
      const found: Diagnostic[] = [];
      for (const source of sources) {
        try {
          await readOnce(source);
        } catch (error) {
          if (!(error instanceof InvalidInputError)) throw error;
          found.push(...error.diagnostics);
        }
      }
      return found;
    },
  };
}

const isSamePath = (one: DocumentPath, other: DocumentPath): boolean =>
  one.length === other.length && one.every((segment, index) => segment === other[index]);
