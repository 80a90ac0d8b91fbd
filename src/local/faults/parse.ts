import { UsageError } from '../../errors.ts';
import type { Fault, FaultBody, FaultRule } from './rule.ts';

/** The language of `parseFaultRule`, for help pages. */
export const faultGrammar =
  "'METHOD PATH EFFECT [skip=N] [times=N]', where * is any method and, in the path, any text; EFFECT is " +
  'reset-before, reset-after (the work is done, the answer lost), delay=500ms, drip=100ms, truncate [end=clean], ' +
  'stale (a read from before the last write), or a status: 503 [retry-after=S] [code=CODE] [message=TEXT] ' +
  '[body=html|TEXT] [when=after]';

const example = "as in 'POST /api/2.0/serving-endpoints reset-after times=1'";

/** The words of a rule that are `NAME=VALUE`, taken one by one, so that what nobody took is noticed. */
interface Settings {
  take(name: string): string | undefined;
  /** @throws UsageError where one was not taken */
  refuseOthers(effect: string): void;
}

/**
 * Reads one fault rule: `METHOD PATH EFFECT [NAME=VALUE …]`. Values with blanks in them stand in quotes.
 * @throws UsageError that names the part which is wrong
 */
export function parseFaultRule(text: string): FaultRule {
  const fail: Fail = (problem) =>
    new UsageError(`fault rule '${text}': ${problem}`, { hint: `a rule is ${faultGrammar}` });
  const [method, path, effect, ...rest] = words(text, fail);
  if (method === undefined) throw fail(`there is no method, ${example}`);
  if (!/^(?:[A-Z]+|\*)$/.test(method)) throw fail(`'${method}' is no method: write it in capitals, or *`);
  if (path === undefined) throw fail(`there is no path, ${example}`);
  if (!/^[/*]/.test(path)) throw fail(`the path '${path}' must begin with / or *`);
  if (effect === undefined) throw fail(`there is no effect, ${example}`);
  const settings = settingsOf(rest, fail);
  const skip = count(settings, 'skip', 0, fail);
  const times = count(settings, 'times', 1, fail);
  const fault = parseEffect(effect, settings, fail);
  settings.refuseOthers(effect);
  return {
    ...(method !== '*' && { method }),
    path,
    ...(skip !== undefined && { skip }),
    ...(times !== undefined && { times }),
    fault,
  };
}

type Fail = (problem: string) => UsageError;

function parseEffect(effect: string, settings: Settings, fail: Fail): Fault {
  const [word = '', ...values] = effect.split('=');
  const value = values.length > 0 ? values.join('=') : undefined;
  if (/^\d+$/.test(effect)) return parseStatus(effect, settings, fail);
  if (word === 'delay' || word === 'drip') return { kind: word, ms: milliseconds(word, value, fail) };
  if (value !== undefined) throw fail(`'${effect}' is no effect`);
  switch (word) {
    case 'reset-before':
    case 'reset-after':
    case 'stale':
      return { kind: word };
    case 'truncate': {
      const end = oneOf(settings, 'end', ['cut', 'clean'], fail);
      return { kind: 'truncate', ...(end && { end }) };
    }
    default:
      throw fail(`'${effect}' is no effect`);
  }
}

function parseStatus(text: string, settings: Settings, fail: Fail): Fault {
  const status = Number(text);
  if (status < 200 || status > 599) throw fail(`${text} is no status of an answer: 200 to 599`);
  const body = parseBody(settings, fail);
  const retryAfter = settings.take('retry-after');
  const when = oneOf(settings, 'when', ['before', 'after'], fail);
  return {
    kind: 'status',
    status,
    ...(body && { body }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(when && { when }),
  };
}

function parseBody(settings: Settings, fail: Fail): FaultBody | undefined {
  const [code, message, body] = ['code', 'message', 'body'].map((name) => settings.take(name));
  const isEnvelope = code !== undefined || message !== undefined;
  if (body === undefined) {
    if (!isEnvelope) return undefined;
    return {
      kind: 'envelope',
      ...(code !== undefined && { code }),
      ...(message !== undefined && { message }),
    };
  }
  if (isEnvelope) throw fail('body excludes code and message');
  return body === 'html' ? { kind: 'html' } : { kind: 'raw', text: body };
}

function milliseconds(word: string, value: string | undefined, fail: Fail): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(value ?? '') ?? [];
  if (amount === undefined) throw fail(`${word} takes a duration: ${word}=250ms, ${word}=2s`);
  return Number(amount) * (unit === 's' ? 1000 : 1);
}

function count(settings: Settings, name: string, least: number, fail: Fail): number | undefined {
  const text = settings.take(name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw fail(`${name} takes a whole number from ${least}, not '${text}'`);
}

function oneOf<Word extends string>(
  settings: Settings,
  name: string,
  known: readonly Word[],
  fail: Fail,
): Word | undefined {
  const text = settings.take(name);
  const found = known.find((word) => word === text);
  if (text !== undefined && found === undefined) {
    throw fail(`${name} is ${known.join(' or ')}, not '${text}'`);
  }
  return found;
}

function settingsOf(parts: readonly string[], fail: Fail): Settings {
  const values = new Map<string, string>();
  for (const part of parts) {
    const at = part.indexOf('=');
    if (at < 1) throw fail(`'${part}' is not written as NAME=VALUE`);
    const name = part.slice(0, at);
    if (values.has(name)) throw fail(`${name} is given twice`);
    values.set(name, part.slice(at + 1));
  }
  return {
    take: (name) => {
      const value = values.get(name);
      values.delete(name);
      return value;
    },
    refuseOthers: (effect) => {
      const [other] = values.keys();
      if (other !== undefined) throw fail(`${effect} takes no '${other}'`);
    },
  };
}

/** Split at blanks that stand outside of quotes; the quotes go. */
function words(text: string, fail: Fail): readonly string[] {
  const found = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+|["']/g) ?? [];
  if (found.some((word) => word === '"' || word === "'")) throw fail('a quote is not closed');
  return found.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
