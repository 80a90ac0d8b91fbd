import type { EndpointRecord } from '../store/records.ts';
import type { RequestRecord } from '../store/store.ts';

/** Upper bounds of the latency histogram, in milliseconds. */
const bounds = [10, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000];

/** What happened in the last minute, in the Prometheus text format, under the names that the real service exports. */
export function exposition(endpoint: EndpointRecord, lastMinute: readonly RequestRecord[]): string {
  const entities = endpoint.config?.served_entities ?? [];
  const families = [
    counted('request_count_total', 'Requests in the last minute', () => true),
    counted(
      'request_4xx_count_total',
      'Requests answered with a client error',
      ({ status }) => status >= 400 && status < 500,
    ),
    counted(
      'request_5xx_count_total',
      'Requests answered with a server error',
      ({ status }) => status >= 500,
    ),
    latencies,
  ];
  const blocks = families.map((family) =>
    family(
      entities.map(({ name }) => ({
        labels: `endpoint_name="${endpoint.name}",served_entity_name="${name}"`,
        requests: lastMinute.filter(({ entity }) => entity === name),
      })),
    ),
  );
  return `${blocks.flat().join('\n')}\n`;
}

interface Series {
  readonly labels: string;
  readonly requests: readonly RequestRecord[];
}

type Family = (series: readonly Series[]) => readonly string[];

function counted(name: string, help: string, counts: (request: RequestRecord) => boolean): Family {
  return (series) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...series.map(({ labels, requests }) => `${name}{${labels}} ${requests.filter(counts).length}`),
  ];
}

const latencies: Family = (series) => [
  '# HELP request_latency_ms Time until the first byte of the answer, in milliseconds',
  '# TYPE request_latency_ms histogram',
  ...series.flatMap(({ labels, requests }) => {
    const within = (bound: number): number => requests.filter(({ latency }) => latency <= bound).length;
    const sum = requests.reduce((total, { latency }) => total + latency, 0);
    return [
      ...bounds.map((bound) => `request_latency_ms_bucket{${labels},le="${bound}"} ${within(bound)}`),
      `request_latency_ms_bucket{${labels},le="+Inf"} ${requests.length}`,
      `request_latency_ms_sum{${labels}} ${sum}`,
      `request_latency_ms_count{${labels}} ${requests.length}`,
    ];
  }),
];
