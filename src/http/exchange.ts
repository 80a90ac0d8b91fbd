import type { Dispatcher } from 'undici';
import { ConnectionError } from '../errors.ts';
import { BodyQueue } from './body-queue.ts';
import { brokenOff, connectionError } from './connection-errors.ts';
import { abortReason, onAbort } from './on-abort.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';
import { timerSignal } from './timer.ts';

export interface ExchangeOptions {
  readonly origin: string;
  /** `host` or `host:port`, for messages. */
  readonly host: string;
  readonly proxy?: string;
  readonly inactivityMs: number;
}

type Controller = Dispatcher.DispatchController;

/** Why undici is told to stop an answer whose reader has gone; no one sees it. */
const abandoned = new Error('the rest of the answer is not wanted');

/**
 * One request and its answer over undici's dispatcher, which is its lowest interface. It is used because it tells when
 * a request is handed to an open connection: what fails before that has certainly not been sent, and is safe to repeat.
 *
 * @throws ConnectionError, UnexpectedAnswerError, or the reason of the request's signal
 */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  options: ExchangeOptions,
): Promise<HttpResponse> {
  request.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const handler = new ExchangeHandler(request, options, resolve, reject);
    dispatcher.dispatch(
      {
        origin: options.origin,
        path: request.path,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
        headersTimeout: options.inactivityMs,
        bodyTimeout: options.inactivityMs,
      },
      handler,
    );
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (error: Error) => void;
  readonly #body: BodyQueue;
  /** Stops listening to the request's signal. */
  readonly #release: () => void;
  /** Set once the request is handed to an open connection. */
  #controller: Controller | undefined;
  #stopped: Error | undefined;
  #answered = false;
  #received = 0;

  constructor(
    request: HttpRequest,
    options: ExchangeOptions,
    resolve: (response: HttpResponse) => void,
    reject: (error: Error) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#body = new BodyQueue({
      pause: () => this.#controller?.pause(),
      resume: () => this.#controller?.resume(),
      abandon: () => this.#stop(abandoned),
    });
    const { signal } = request;
    this.#release = signal ? onAbort(signal, () => this.#stop(abortReason(signal))) : () => undefined;
    const connect = request.timeouts?.connect;
    if (connect !== undefined) timerSignal(connect).addEventListener('abort', this.#onConnectTimeout);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped);
  }

  onResponseStart(_: Controller, status: number, headers: RawHeaders): void {
    if (status < 200) return;
    this.#answered = true;
    this.#resolve({ status, headers: joinHeaders(headers), body: this.#body });
  }

  onResponseData(_: Controller, chunk: Uint8Array): void {
    this.#received += chunk.byteLength;
    this.#body.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    // undici frees the connection a turn of the event loop later: only then may the reader go on to a next request, or
    // it would open a second connection. The microtask puts this turn behind undici's own.
    queueMicrotask(() => setImmediate(() => this.#body.end()));
  }

  onResponseError(_: Controller | undefined, error: Error): void {
    this.#finish(error === this.#stopped ? error : this.#explain(error));
  }

  readonly #onConnectTimeout = (): void => {
    if (this.#controller || this.#stopped) return;
    this.#stop(this.#explain(Object.assign(new Error('connect timeout'), { code: 'CONNECT_TIMEOUT' })));
  };

  /** Stops now, even while the connection is still being made. */
  #stop(reason: Error): void {
    this.#stopped ??= reason;
    this.#controller?.abort(this.#stopped);
    this.#finish(this.#stopped);
  }

  #finish(error: Error): void {
    this.#release();
    this.#reject(error);
    this.#body.end(error);
  }

  #explain(error: Error & { readonly code?: string }): Error {
    const { host, inactivityMs } = this.#options;
    if (!this.#answered) {
      return connectionError(error, { ...this.#options, sent: this.#controller !== undefined });
    }
    if (error.code === 'UND_ERR_BODY_TIMEOUT') {
      const message = `${host} fell silent for ${String(inactivityMs / 1000)} s in the middle of its answer`;
      return new ConnectionError('INACTIVITY_TIMEOUT', message, {
        cause: error,
        retryable: true,
        ambiguous: true,
      });
    }
    return brokenOff(host, this.#received, error);
  }
}

type RawHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

function joinHeaders(raw: RawHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}
