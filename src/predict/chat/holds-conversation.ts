import { UsageError } from '../../errors.ts';
import { dialectOfTask } from '../dialect.ts';

/**
 * Refuses an endpoint whose task (`llm/v1/chat`, `agent/v1/responses`, …) takes no conversation.
 *
 * @param task undefined where nobody knows it; the empty string where the endpoint has none, as custom models do
 * @throws UsageError that says how the endpoint is asked instead
 */
export function refuseUnlessConversational(name: string, task: string | undefined): void {
  const ask = (flag: string) => ({ hint: `ask it once: servectl endpoints predict ${name} ${flag}` });
  switch (dialectOfTask(task)) {
    case 'completions':
      throw new UsageError(
        `${name} completes texts (task '${task ?? ''}') and holds no conversation`,
        ask('--prompt TEXT'),
      );
    case 'embeddings':
      throw new UsageError(
        `${name} embeds texts (task '${task ?? ''}') and holds no conversation`,
        ask('--input TEXT'),
      );
    case 'rows': {
      const kind = task === '' ? 'serves a custom model' : `has the task '${task ?? ''}'`;
      throw new UsageError(`${name} ${kind} and holds no conversation`, ask("--data '{…}'"));
    }
    default:
  }
}
