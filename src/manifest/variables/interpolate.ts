import { isRecord } from '#schemas/structure.ts';
import type { Finding } from '../finding.ts';
import type { Path } from '../locate.ts';
import { quote } from '../words.ts';
import type { Resolution, Resolve } from './resolution.ts';
import { holdsReference, parseTemplate, type Piece, type Reference } from './template.ts';

/** A place whose value isn't known: the text there still holds its variable. */
export interface Unresolved {
  readonly path: Path;
  /** As it is written: `${env.KEY}`. */
  readonly variable: string;
  /**
   * `undefined`: somebody has to give it a value; `unknown`: only the workspace, or a deployment, can tell; `malformed`: it
   * is no variable at all.
   */
  readonly kind: 'undefined' | 'unknown' | 'malformed';
  /** What is told of it. */
  readonly finding: Finding;
}

export interface Interpolated {
  /** The value with what its variables stand for; the input itself where it holds none. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** Each with what there is to tell of it: that is not among the findings. */
  readonly unresolved: readonly Unresolved[];
  /** The places that a variable has filled as a whole, by `JSON.stringify` of the path. */
  readonly filled: ReadonlySet<string>;
  /** Scalars as they were written where their variables got their values, by `JSON.stringify` of the path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Values that are not to be shown, each with what is shown in its place. */
  readonly hidden: ReadonlyMap<string, string>;
}

/**
 * Puts what variables stand for into the values of a document. Keys are never changed, and what was put in is not read
 * again: a value can add nothing but itself.
 */
export function interpolate(value: unknown, resolve: Resolve): Interpolated {
  const run = new Interpolation(resolve);
  return {
    value: run.visit(value, []),
    findings: run.findings,
    unresolved: run.unresolved,
    filled: run.filled,
    texts: run.texts,
    hidden: run.hidden,
  };
}

const scalarText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

class Interpolation {
  readonly findings: Finding[] = [];
  readonly unresolved: Unresolved[] = [];
  readonly filled = new Set<string>();
  readonly texts = new Map<string, string>();
  readonly hidden = new Map<string, string>();
  readonly #resolve: Resolve;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** Copies what it changes, and only that. */
  visit(value: unknown, path: Path): unknown {
    if (typeof value === 'string') return holdsReference(value) ? this.#text(value, path) : value;
    if (Array.isArray(value)) {
      const items = value as readonly unknown[];
      const visited = items.map((item, index) => this.visit(item, [...path, index]));
      return visited.some((item, index) => item !== items[index]) ? visited : value;
    }
    if (!isRecord(value)) return value;
    let copy: Record<string, unknown> | undefined;
    for (const [key, item] of Object.entries(value)) {
      if (holdsReference(key)) this.#keyFinding([...path, key], key);
      const visited = this.visit(item, [...path, key]);
      if (visited !== item) (copy ??= { ...value })[key] = visited;
    }
    return copy ?? value;
  }

  #text(text: string, path: Path): unknown {
    const pieces = parseTemplate(text);
    const [first] = pieces;
    if (pieces.length === 1 && first !== undefined && typeof first !== 'string') {
      const resolved = this.#piece(first, path);
      if (resolved === undefined) return text;
      this.filled.add(JSON.stringify(path));
      if (resolved.text !== undefined) this.texts.set(JSON.stringify(path), resolved.text);
      if (resolved.isHidden) this.#hide(resolved.value, text);
      return resolved.value;
    }
    let joined = '';
    let isHidden = false;
    let isWhole = true;
    const isLiteral = pieces.every((piece) => typeof piece === 'string');
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        joined += piece;
        continue;
      }
      const resolved = this.#piece(piece, path);
      if (resolved === undefined) isWhole = false;
      else if (typeof resolved.value === 'object') {
        isWhole = false;
        this.findings.push({
          code: 'bad-variable',
          severity: 'error',
          path,
          message: `\`${piece.text}\` stands for ${Array.isArray(resolved.value) ? 'a list' : resolved.value === null ? 'nothing' : 'a map'} and cannot be part of a text`,
          hint: 'let it be the whole value',
        });
      } else {
        joined += resolved.text ?? scalarText(resolved.value);
        isHidden ||= resolved.isHidden;
      }
    }
    if (!isWhole) return text;
    if (isHidden) this.#hide(joined, text);
    if (isLiteral) {
      this.filled.add(JSON.stringify(path));
      this.texts.set(JSON.stringify(path), joined);
    }
    return joined;
  }

  /** What a piece stands for; undefined where that isn't known, and has been told. */
  #piece(piece: Exclude<Piece, string>, path: Path): Extract<Resolution, { kind: 'value' }> | undefined {
    if (piece.kind === 'malformed') {
      const { text, message, hint } = piece;
      const finding: Finding = { code: 'bad-variable', severity: 'error', path, message, hint };
      this.unresolved.push({ path, variable: text, kind: 'malformed', finding });
      return undefined;
    }
    const resolution = this.#resolve(piece);
    if (resolution.kind === 'value') return resolution;
    if (piece.fallback !== undefined && resolution.kind === 'undefined') return this.#fallback(piece, path);
    const { kind, message, hint } = resolution;
    this.unresolved.push({
      path,
      variable: piece.text,
      kind,
      finding: {
        code: kind === 'undefined' ? resolution.code : 'unknown-variable',
        severity: kind === 'undefined' ? 'error' : 'note',
        path,
        message,
        ...(hint !== undefined && { hint }),
      },
    });
    return undefined;
  }

  /** A default is a text; its type is the field's business. It may hold variables of its own. */
  #fallback({ fallback = '' }: Reference, path: Path): Extract<Resolution, { kind: 'value' }> | undefined {
    const value = holdsReference(fallback) ? this.#text(fallback, path) : fallback;
    const isUnknown = this.unresolved.some((each) => each.path === path);
    return isUnknown ? undefined : { kind: 'value', value, isHidden: false, text: String(value) };
  }

  #hide(value: unknown, written: string): void {
    if (typeof value === 'string') this.hidden.set(value, written);
    else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) this.#hide(item, written);
    }
  }

  #keyFinding(path: Path, key: string): void {
    this.findings.push({
      code: 'variable-in-key',
      severity: 'error',
      path,
      part: 'key',
      message: `variables are put into values only, not into a key such as ${quote(key)}`,
      hint: 'write the key out',
    });
  }
}
