import { escapeControls, escapeLine } from './escape.ts';
import type { Block, Cell, Look } from './view.ts';
import { displayWidth, truncate } from './width.ts';

/** No column is cut below this. */
const narrowest = 8;
const gap = 2;

/** Lays out the text for people. Every control character that came from a server or a file is visible in it. */
export const renderBlocks = (blocks: readonly Block[], look: Look): string =>
  blocks.map((block) => renderBlock(block, look)).join('\n');

function renderBlock(block: Block, look: Look): string {
  switch (block.kind) {
    case 'heading':
      return `\n${look.style.bold(escapeLine(block.text))}`;
    case 'text':
      return escapeControls(block.text);
    case 'lines':
      return block.lines
        .map((line) => line.map((cell) => paint(cell, escapeLine(plainText(cell)), look)).join(''))
        .join('\n');
    case 'fields':
      return renderFields(block.fields, look);
    case 'table':
      return block.rows.length === 0 ? block.empty : renderTable(block.header, block.rows, look);
  }
}

function renderFields(fields: readonly (readonly [string, Cell])[], look: Look): string {
  const labels = fields.map(([label]) => escapeLine(label));
  const width = Math.max(0, ...labels.map(displayWidth));
  return fields
    .map(([, value], index) => {
      const label = labels[index] ?? '';
      const text = escapeLine(plainText(value));
      if (text === '') return look.style.dim(label);
      return look.style.dim(label) + ' '.repeat(width - displayWidth(label) + gap) + paint(value, text, look);
    })
    .join('\n');
}

function renderTable(header: readonly string[], rows: readonly (readonly Cell[])[], look: Look): string {
  const titles = header.map(escapeLine);
  const texts = rows.map((row) => row.map((cell) => escapeLine(plainText(cell))));
  const natural = titles.map((title, column) =>
    Math.max(displayWidth(title), ...texts.map((row) => displayWidth(row[column] ?? ''))),
  );
  const widths = look.width === undefined ? natural : fit(natural, look.width);
  const line = (cells: readonly string[], colour: (text: string, column: number) => string): string =>
    cells
      .map((text, column) => {
        const width = widths[column] ?? 0;
        const short = truncate(text, width);
        const isLast = column === cells.length - 1;
        const padding = isLast ? '' : ' '.repeat(width - displayWidth(short) + gap);
        return colour(short, column) + padding;
      })
      .join('')
      .trimEnd();
  return [
    line(titles, (text) => look.style.bold(text)),
    ...texts.map((row, index) => line(row, (text, column) => paint(rows[index]?.[column] ?? '', text, look))),
  ].join('\n');
}

/** Takes columns from the widest until all fit; the first one, the name, is cut last. */
function fit(natural: readonly number[], available: number): readonly number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);
  while (total() > available) {
    const others = widths.slice(1);
    const widest =
      others.length > 0 && Math.max(...others) > narrowest ? others.indexOf(Math.max(...others)) + 1 : 0;
    const width = widths[widest] ?? 0;
    if (width <= narrowest) break;
    widths[widest] = width - 1;
  }
  return widths;
}

const plainText = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

const paint = (cell: Cell, text: string, look: Look): string =>
  typeof cell === 'string' ? text : look.style[cell.tone](text);
