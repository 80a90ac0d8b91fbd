import type { Context } from '../../context.ts';
import { buildRequest } from '../../predict/build-request.ts';
import { startConversation } from '../../predict/chat/conversation.ts';
import { refuseUnlessConversational } from '../../predict/chat/holds-conversation.ts';
import { stopInvoker } from '../../predict/invokers/stop-invoker.ts';
import { pipedLines } from '../../terminal/piped-lines.ts';
import { terminalLines } from '../../terminal/terminal-lines.ts';
import { onEndpoint } from '../endpoints/near-names.ts';
import { readParameters } from '../endpoints/predict/parameters.ts';
import { withHeaders } from '../endpoints/predict/refine-invoker.ts';
import { isApp, routeTask } from '../endpoints/predict/route-task.ts';
import { chooseInvoker } from '../shared/choose-invoker.ts';
import { loadMessages } from './files.ts';
import type { ChatFlags } from './flags.ts';
import { hold } from './hold.ts';
import { turnOutput } from './turn-output.ts';

/**
 * Holds a conversation with the endpoint: with a person at a terminal, else with the lines that are piped in.
 * @throws UsageError where the endpoint takes no conversation
 * @throws InterruptedError where the person leaves by Ctrl-C
 */
export async function chat(context: Context, name: string, flags: ChatFlags): Promise<void> {
  const { host, notes, signal } = context;
  const settings = await readParameters(context, { ...flags, modelParam: [] });
  const loaded = flags.load === undefined ? [] : await loadMessages(context, flags.load);
  const task = await onEndpoint(context, name, routeTask(context, name, flags));
  refuseUnlessConversational(name, task);
  const route = await chooseInvoker(context, name, flags);
  const invoker = stopInvoker(withHeaders(context, flags, route), flags.stop);

  const conversation = startConversation(loaded, flags.system);
  if (conversation.unanswered) notes.warn('the last question has no answer: /retry asks it');
  const isInteractive = context.globals.input;
  if (isInteractive) notes.info(`talking to ${name}; /help names the commands, Ctrl-D leaves`);

  const source = isInteractive ? terminalLines(host, signal) : pipedLines(host.stdin, signal);
  const output = turnOutput(context, name);
  try {
    await hold(
      {
        context,
        name,
        isApp: isApp(flags),
        invoker,
        source,
        output,
        isInteractive,
        servedEntity: flags.servedEntity,
        stream: flags.stream,
        bodyOf: (messages) => buildRequest({ ...settings, history: messages, task }),
      },
      conversation,
    );
  } finally {
    source.close();
    await output.end();
  }
}
