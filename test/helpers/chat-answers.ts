import type { HttpRequest, HttpResponse } from '../../src/http/transport.ts';
import { answer, scriptedTransport, type Answer, type ScriptedTransport } from './scripted-transport.ts';

const frame = (value: unknown): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;

const delta = (content: string, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason }],
});

/** A streamed chat answer of these pieces. */
export const spoken = (...pieces: readonly string[]): HttpResponse =>
  answer(200, [...pieces.map((piece) => delta(piece)), delta('', 'stop'), '[DONE]'].map(frame).join(''), {
    'content-type': 'text/event-stream',
  });

/** A streamed answer that says `piece`, calls `then`, and goes on only when the request is given up. */
export const endless =
  (piece: string, then: () => void) =>
  (request: HttpRequest): HttpResponse => ({
    ...answer(200, ''),
    body: (async function* () {
      if (piece !== '') yield Buffer.from(frame(delta(piece)));
      const { signal } = request;
      await new Promise((resolve) => {
        signal?.addEventListener('abort', resolve);
        then();
      });
      throw signal?.reason;
    })(),
  });

/** A workspace with one endpoint of this task, which gives these answers in turn. */
export function chatEndpoint(task: string, ...answers: readonly Answer[]): ScriptedTransport {
  return scriptedTransport(answer(200, { name: 'chat', task }), ...answers);
}

/** The bodies of what the endpoint was asked, parsed. */
export const asked = ({ requests }: ScriptedTransport): readonly Record<string, unknown>[] =>
  requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(String(body)) as Record<string, unknown>);
