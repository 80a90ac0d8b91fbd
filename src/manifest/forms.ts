import { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { isRecord } from '#schemas/structure.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Finding } from './finding.ts';
import type { Located } from './located.ts';
import type { Path } from './locate.ts';
import { type ManifestDocument, manifestDocument } from './manifest-document.ts';
import type { Move } from './moves.ts';
import type { Interpolated } from './variables/interpolate.ts';

export interface Formed {
  /** Absent where it is no map at all. */
  readonly document?: ManifestDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parts of `config`; MLflow's older form, and samples that were copied from it, have them at the top. */
const configKeys = Object.keys(EndpointCoreConfigInput.shape);
/** What MLflow's older form puts into `config`: its client lifts it out before it sends the request. */
const liftedKeys = ['tags', 'rate_limits'];
/** What is found there too, although no client lifts it. */
const misplacedKeys = Object.keys(EndpointDocument.shape).filter(
  (key) => key !== 'config' && !liftedKeys.includes(key),
);

/** Keys that say something to others: where an editor finds the schema, and how a bundle's engine treats the resource. */
const ofOthers = ['$schema', 'lifecycle'];

/**
 * Brings an endpoint to the API's form: what belongs into `config` moves in, what belongs to the endpoint moves out.
 * @param interpolated what variables have made of it
 */
export function formEndpoint(source: Located, interpolated?: Interpolated): Formed {
  const written = interpolated ? interpolated.value : source.value;
  if (!isRecord(written)) {
    const document = manifestDocument({ source, value: {}, interpolated });
    return { diagnostics: [document.report(noMap(written))] };
  }
  const moves: Move[] = [];
  const findings: Finding[] = [];
  const endpoint: Record<string, unknown> = { ...written };
  const lifecycle = written['lifecycle'];
  for (const key of ofOthers) Reflect.deleteProperty(endpoint, key);
  const config = written['config'];
  // A `config` that is no map is left to the check of types.
  if (config === undefined || isRecord(config)) {
    const inner: Record<string, unknown> = { ...config };
    const move = (
      key: string,
      from: Record<string, unknown>,
      to: Record<string, unknown>,
      step: Move,
    ): boolean => {
      if (!Object.hasOwn(from, key)) return false;
      if (Object.hasOwn(to, key)) {
        findings.push(twice(key, source.locate(step.to, 'key').line, step.from));
      } else {
        to[key] = from[key];
        moves.push(step);
      }
      Reflect.deleteProperty(from, key);
      return true;
    };
    for (const key of configKeys) move(key, endpoint, inner, { from: [key], to: ['config', key] });
    for (const key of liftedKeys) move(key, inner, endpoint, { from: ['config', key], to: [key] });
    for (const key of misplacedKeys) {
      const step: Move = { from: ['config', key], to: [key] };
      if (move(key, inner, endpoint, step) && moves.at(-1) === step) findings.push(misplaced(key));
    }
    if (config !== undefined || Object.keys(inner).length > 0) endpoint['config'] = inner;
    // A `config` that held lifted keys alone, as in an update of the rate limits, has said all that it had to say.
    if (config && Object.keys(inner).length === 0 && Object.keys(config).length > 0) {
      Reflect.deleteProperty(endpoint, 'config');
    }
  }
  const preventDestroy =
    isRecord(lifecycle) && ['true', true].includes(lifecycle['prevent_destroy'] as never);
  const document = manifestDocument({ source, value: endpoint, moves, interpolated, preventDestroy });
  const asWritten = manifestDocument({ source, value: written, interpolated });
  return { document, diagnostics: findings.map((finding) => asWritten.report(finding)) };
}

const noMap = (value: unknown): Finding => ({
  code: 'wrong-type',
  severity: 'error',
  path: [],
  part: 'key',
  message: `an endpoint is a map of keys such as \`name\` and \`config\`, not ${Array.isArray(value) ? 'a list' : 'a single value'}`,
  hint: `${Array.isArray(value) ? 'separate several documents by a line `---`; ' : ''}see \`servectl schema --example openai\` for a manifest to start from`,
});

const twice = (key: string, otherLine: number, path: Path): Finding => ({
  code: 'both-places',
  severity: 'error',
  path,
  part: 'key',
  message: `\`${key}\` stands both inside \`config\` and beside it`,
  hint: `keep one: the other stands in line ${otherLine}`,
});

const misplaced = (key: string): Finding => ({
  code: 'misplaced-key',
  severity: 'warning',
  path: ['config', key],
  part: 'key',
  message: `\`${key}\` belongs to the endpoint, not into \`config\``,
  hint: `move \`${key}\` out of \`config\`, beside \`name\``,
});
