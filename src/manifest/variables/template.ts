/** The families of variables. What begins otherwise, such as `${HOME}`, is somebody else's and left alone. */
const families = ['env', 'var', 'bundle', 'workspace', 'resources'] as const;
export type Family = (typeof families)[number];
const anyFamily = families.join('|');

/** `${var.size:-Small}`, taken apart. */
export interface Reference {
  readonly kind: 'reference';
  /** As it is written, from `${` to `}`. */
  readonly text: string;
  readonly family: Family;
  /** What follows the family: `['current_user', 'userName']`. */
  readonly path: readonly string[];
  /** What stands in its place where it has no value. */
  readonly fallback?: string;
}

/** Something that begins like a reference and is none. */
interface Malformed {
  readonly kind: 'malformed';
  readonly text: string;
  readonly message: string;
  readonly hint: string;
}

export type Piece = string | Reference | Malformed;

/** A text as its plain parts and its references, in order. A `$` before a reference takes it out: `$${env.X}` is a text. */
export function parseTemplate(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plainFrom = 0;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', at + 2)) {
    if (at < plainFrom) continue;
    if (at > plainFrom && text[at - 1] === '$' && isBeginning(text, at)) {
      if (at - 1 > plainFrom) pieces.push(text.slice(plainFrom, at - 1));
      pieces.push('${');
      plainFrom = at + 2;
      continue;
    }
    const end = closingBrace(text, at + 2);
    const piece = parseInside(text.slice(at, end ?? text.length), end !== undefined);
    if (!piece) continue;
    if (at > plainFrom) pieces.push(text.slice(plainFrom, at));
    pieces.push(piece);
    plainFrom = at + piece.text.length;
  }
  if (plainFrom < text.length) pieces.push(text.slice(plainFrom));
  return pieces;
}

/** Whether a text holds anything that `parseTemplate` would find. */
export const holdsReference = (text: string): boolean => text.includes('${') && beginning.test(text);

const beginning = new RegExp(String.raw`\$\{\s*(?:${anyFamily})\b`);
const beginningAt = new RegExp(beginning, 'y');

function isBeginning(text: string, at: number): boolean {
  beginningAt.lastIndex = at;
  return beginningAt.test(text);
}

/** A text that is read back as it is, whatever it holds. */
const escapeTemplate = (text: string): string =>
  text.replaceAll(new RegExp(beginning, 'g'), (reference) => `$${reference}`);

/**
 * A value for a manifest: every text in it is read back as it is.
 * @param variables the texts that are to be read as variables
 */
export function escapeVariables(value: unknown, variables: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return variables.has(value) ? value : escapeTemplate(value);
  if (Array.isArray(value)) return value.map((item) => escapeVariables(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, escapeVariables(item, variables)]),
  );
}

const inside = new RegExp(String.raw`^\$\{\s*(${anyFamily})\b([\s\S]*)\}$`);
const segments = /^(?:\.[\w-]+|\[\d+\])+$/;

/** After the brace that closes what was opened before `from`; a default may hold braces of its own. */
function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at + 1;
  }
  return undefined;
}

function parseInside(text: string, isClosed: boolean): Reference | Malformed | undefined {
  if (!isClosed) {
    return beginning.test(text) && text.search(beginning) === 0
      ? malformed(text, 'is not closed', 'close it with `}`')
      : undefined;
  }
  const match = inside.exec(text);
  if (!match) return undefined;
  const [, family = '', rest = ''] = match;
  const split = rest.indexOf(':-');
  const name = split === -1 ? rest : rest.slice(0, split);
  if (name.includes('${')) {
    return malformed(text, 'has a variable inside its name', 'give the whole value in one variable');
  }
  if (!segments.test(name)) {
    return /^[.[]/.test(name) && !/[=<>?:!&|+*()"' ]/.test(name)
      ? malformed(text, 'is no name of a variable', 'write it as `${var.NAME}` or `${env.NAME}`')
      : malformed(
          text,
          'is an expression, and only names are understood',
          'put the outcome into a variable of its own, and name that',
        );
  }
  return {
    kind: 'reference',
    text,
    family: family as Family,
    path: name
      .replaceAll(/\[(\d+)\]/g, '.$1')
      .slice(1)
      .split('.'),
    ...(split !== -1 && { fallback: rest.slice(split + 2) }),
  };
}

const malformed = (text: string, what: string, hint: string): Malformed => ({
  kind: 'malformed',
  text,
  message: `\`${text.length > 64 ? `${text.slice(0, 63)}…` : text}\` ${what}`,
  hint,
});
