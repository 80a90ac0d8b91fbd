import type { JsonObject } from '../models/answer.ts';
import type { Dialect } from '../models/local-echo.ts';
import type { EndpointRecord, EntityRecord } from '../store/records.ts';

/** A body as it came. */
export interface SentBody {
  readonly bytes: Uint8Array;
  /** Without one it is JSON. */
  readonly contentType: string | null;
}

export interface EntityCall {
  readonly endpoint: EndpointRecord;
  readonly entity: EntityRecord;
  readonly body: JsonObject;
  readonly sent: SentBody;
  readonly dialect: Dialect;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Called once, with the tokens that the call used. */
  readonly settle: (tokens: number) => void;
}
