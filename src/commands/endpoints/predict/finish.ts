import { ServectlError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import type { Usage } from '../../../predict/usage.ts';
import type { Notes } from '../../../terminal/notes.ts';

/**
 * Says why a model stopped, where it did not simply come to its end.
 * @throws ServectlError where a content filter withheld the answer, or the rest of it
 */
export function settleFinish(notes: Notes, reason: string | undefined): void {
  switch (reason) {
    case 'length':
    case 'max_tokens':
    case 'MAX_TOKENS':
    case 'incomplete':
      notes.warn('the answer reached its limit of tokens and is cut short (--max-tokens)');
      return;
    case 'content_filter':
    case 'SAFETY':
    case 'refusal':
      throw new ServectlError('GUARDRAIL', 'a content filter withheld the answer', ExitCode.failure, {
        hint: 'change what is asked; the guardrails are in the ai_gateway of the endpoint',
      });
    default:
  }
}

export function sayUsage(notes: Notes, usage: Usage | undefined): void {
  if (!usage) return;
  const parts = (['prompt_tokens', 'completion_tokens', 'total_tokens'] as const).flatMap((name) =>
    usage[name] === undefined ? [] : [`${usage[name]} ${name.replace('_', ' ')}`],
  );
  notes.verbose(`used ${parts.join(', ')}`);
}
