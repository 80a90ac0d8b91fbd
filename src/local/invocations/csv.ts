import { malformed } from '../http/api-fault.ts';

/**
 * A CSV text (RFC 4180: quotes, doubled quotes, line breaks inside them) with a header row, as a `dataframe_split`.
 * Every value is text.
 * @throws ApiFault 400 where a quote is left open or the header is missing
 */
export function dataframeFromCsv(text: string): { readonly columns: string[]; readonly data: string[][] } {
  const [columns, ...data] = rows(text.replace(/^\uFEFF/, ''));
  if (columns === undefined) throw malformed('The CSV input has no header row.');
  return { columns, data };
}

function rows(text: string): string[][] {
  const found: string[][] = [];
  let row: string[] = [];
  // One field and what ends it: quoted or bare, then a comma, a line break or the end.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw malformed(`The CSV input has a stray quote in row ${found.length + 1}.`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',' && field.lastIndex < text.length) continue;
    if (match[3] === ',') row.push('');
    found.push(row);
    row = [];
  }
  return found.filter((cells) => cells.length > 1 || cells[0] !== '');
}
