import type { HttpRequest } from '../../http/transport.ts';
import { redactBody } from '../../http/redact.ts';
import type { View } from '../../output/view.ts';
import type { Results } from '../../terminal/results.ts';

/** A request that `--dry-run` kept from being sent, as it is shown: without headers, without secrets. */
interface ShownRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** The result of a dry run: the requests, in the order in which they would have gone out. */
export async function showWithheld(results: Results, requests: readonly HttpRequest[]): Promise<void> {
  await results.show(requests.map(toShown), view);
}

const toShown = ({ method, path, body }: HttpRequest): ShownRequest => ({
  method,
  path,
  ...(body === undefined ? {} : { body: readable(body) }),
});

function readable(body: string | Uint8Array): unknown {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const redacted = redactBody(text);
  try {
    return JSON.parse(redacted);
  } catch {
    return redacted;
  }
}

const view: View<readonly ShownRequest[]> = {
  human: (requests) =>
    requests.length === 0
      ? [{ kind: 'text', text: 'nothing would be changed' }]
      : requests.map(({ method, path, body }) => ({
          kind: 'text',
          text: `${method} ${path}${body === undefined ? '' : `\n${JSON.stringify(body, null, 2)}`}`,
        })),
  names: (requests) => requests.map(({ method, path }) => `${method} ${path}`),
};
