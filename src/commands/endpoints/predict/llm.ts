import type { Context } from '../../../context.ts';
import { answerText } from '../../../predict/answer-text.ts';
import { readAnswer } from '../../../predict/answer.ts';
import { dialectOfTask } from '../../../predict/dialect.ts';
import { llmAnswer, llmBody, type LlmTarget } from '../../../predict/llm.ts';
import type { RouteFlags } from './flags/route.ts';
import { isApp, routeTask } from './route-task.ts';
import type { Transforms } from '../../../predict/transform/transforms.ts';

/**
 * `--as llm`: the user's transforms, with the prompt's way into the form that the endpoint reads after the one, and before
 * the other the way from the answer to what the model said. Without a transform of the output that is what is shown.
 */
export function llmTransforms(
  context: Context,
  flags: RouteFlags,
  name: string,
  own: Transforms,
): Transforms {
  let found: Promise<LlmTarget> | undefined;
  const said = (answer: unknown): Promise<unknown> => Promise.resolve(llmSaid(answer));
  return {
    needsWhole: own.needsWhole,
    input: async (request) => {
      found ??= llmTarget(context, name, flags);
      return llmBody((await own.input?.(request)) ?? request, await found);
    },
    output: own.output ? (answer) => said(answer).then(own.output) : said,
  };
}

/** Where nobody can tell what the endpoint is, it is taken for a custom model, which the signature was made for. */
async function llmTarget(context: Context, name: string, flags: RouteFlags): Promise<LlmTarget> {
  if (isApp(flags)) return 'app';
  return dialectOfTask(await routeTask(context, name, flags)) ?? 'rows';
}

/** The text of the answer, where it is one of texts; else the prediction, or the body itself. */
function llmSaid(body: unknown): unknown {
  const answer = readAnswer(body);
  return answer.kind === 'text' ? answerText(answer) : llmAnswer(body);
}
