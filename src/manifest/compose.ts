import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import { maxDepth } from './to-value.ts';
import { tooDeep, tooMuch } from './yaml-errors.ts';

/** About 2 GiB of memory at the worst (`[a,a,a…`), or 15,000 endpoints. */
const maxLexemes = 6_000_000;

export interface Composed {
  readonly documents: readonly Document.Parsed[];
  /** Where reading was given up, and why. */
  readonly cut?: Cut;
}

interface Cut {
  readonly offset: number;
  readonly fault: typeof tooDeep | typeof tooMuch;
}

/**
 * Parses and composes a text as YAML 1.2. Its faults stand in the documents' own `errors` and `warnings`.
 * @param most how many lexemes are read before reading is given up
 */
export function compose(text: string, most = maxLexemes): Composed {
  let cut: Cut | undefined;
  // Duplicates and aliases are judged in toValue: yaml's own check for duplicates is quadratic.
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false, logLevel: 'silent' });
  const documents = [...composer.compose(boundedTokens(text, most, (at) => (cut = at)))];
  return { documents, ...(cut && { cut }) };
}

/**
 * The tokens of the text, cut off before nesting could exhaust the stack (the composer is recursive, the parser is
 * not) or their number the memory.
 */
function* boundedTokens(text: string, most: number, giveUp: (cut: Cut) => void): Generator<CST.Token> {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    lexemes += 1;
    // The stack holds the document itself and the scalar under way, too.
    const isTooDeep = parser.stack.length > maxDepth + 2;
    if (isTooDeep || lexemes > most) {
      giveUp({ offset: parser.offset, fault: isTooDeep ? tooDeep : tooMuch });
      return;
    }
  }
  yield* parser.end();
}
