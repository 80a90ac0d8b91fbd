import { renderBlocks } from './blocks.ts';
import type { OutputFormat } from './format.ts';
import type { Block, Look, View } from './view.ts';

/** A value as text, without a newline at its end; empty where there is nothing to print. */
export function render<T>(
  value: T,
  format: OutputFormat,
  view: View<T>,
  look: Look,
): Promise<string> | string {
  switch (format) {
    case 'table':
      return renderBlocks(view.human(value, look), look);
    case 'name':
      return view.names(value).join('\n');
    case 'json':
    case 'yaml':
    case 'ndjson':
      return renderData(value, format);
  }
}

/** What `--query` picked: a value of any shape, so for people its shape decides. */
export function renderQueried(value: unknown, format: OutputFormat, look: Look): Promise<string> | string {
  if (format === 'json' || format === 'yaml' || format === 'ndjson') return renderData(value, format);
  if (value === null || value === undefined) return '';
  if (isScalar(value)) return renderBlocks([{ kind: 'text', text: String(value) }], look);
  if (Array.isArray(value) && value.every(isScalar)) {
    return renderBlocks([{ kind: 'text', text: value.map(String).join('\n') }], look);
  }
  const table = Array.isArray(value) ? tableOf(value) : undefined;
  return table ? renderBlocks([table], look) : JSON.stringify(value, null, 2);
}

async function renderData(value: unknown, format: 'json' | 'yaml' | 'ndjson'): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(value ?? null, null, 2);
    case 'ndjson':
      return (Array.isArray(value) ? value : [value]).map((item) => JSON.stringify(item ?? null)).join('\n');
    case 'yaml': {
      const { stringify } = await import('yaml');
      return stringify(value ?? null, { lineWidth: 0 }).trimEnd();
    }
  }
}

/** A list of objects whose values are all scalars reads best as a table. */
function tableOf(rows: readonly unknown[]): Block | undefined {
  if (!rows.every(isFlat)) return undefined;
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    kind: 'table',
    header: header.map((key) => key.toUpperCase()),
    rows: rows.map((row) => header.map((key) => scalarText(row[key] ?? null))),
    empty: '',
  };
}

type Scalar = string | number | boolean | null;

const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== 'object';

const scalarText = (value: Scalar): string => (value === null ? '' : String(value));

const isFlat = (value: unknown): value is Readonly<Record<string, Scalar>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(isScalar);
