import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { relativeTime } from '../../output/time.ts';
import type { Block, Cell, Look, View } from '../../output/view.ts';
import { servedOf, sourceOf, type Served } from './entity-text.ts';
import { gatewayFields } from './gateway-text.ts';
import { stateCell } from './state-label.ts';

type Fields = readonly (readonly [label: string, value: Cell])[];

/** One endpoint, for people: what they ask first comes first, and what is not set is not mentioned. */
export const endpointView: View<ServingEndpointDetailed> = {
  human: (endpoint, look) => [
    { kind: 'fields', fields: present(summary(endpoint, look)) },
    ...entities('Served entities', endpoint.config, endpoint),
    ...entities('Being deployed', endpoint.pending_config, endpoint),
    ...section('AI gateway', gatewayFields(endpoint.ai_gateway)),
    ...section(
      'Tags',
      (endpoint.tags ?? []).map(({ key, value }) => [key, value ?? ''] as const),
    ),
  ],
  names: ({ name }) => [name],
};

function summary(endpoint: ServingEndpointDetailed, look: Look): Fields {
  return [
    ['Name', endpoint.name],
    ['State', stateCell(endpoint)],
    ['Task', endpoint.task ?? ''],
    ['Description', endpoint.description ?? ''],
    ['URL', endpoint.endpoint_url ?? ''],
    [
      'Path',
      endpoint.endpoint_url ? '' : `/serving-endpoints/${encodeURIComponent(endpoint.name)}/invocations`,
    ],
    ['Creator', endpoint.creator ?? ''],
    ['Created', relativeTime(endpoint.creation_timestamp, look)],
    ['Updated', relativeTime(endpoint.last_updated_timestamp, look)],
    [
      'Config version',
      endpoint.config?.config_version === undefined ? '' : String(endpoint.config.config_version),
    ],
    ['Permission', endpoint.permission_level ?? ''],
    ['Notified', notified(endpoint)],
  ];
}

function notified({ email_notifications: notifications }: ServingEndpointDetailed): string {
  const of = (label: string, addresses: readonly string[] | undefined): string[] =>
    addresses === undefined || addresses.length === 0 ? [] : [`${label}: ${addresses.join(', ')}`];
  return [
    ...of('on success', notifications?.on_update_success),
    ...of('on failure', notifications?.on_update_failure),
  ].join('; ');
}

function entities(
  title: string,
  config: ServingEndpointDetailed['config'] | ServingEndpointDetailed['pending_config'],
  endpoint: ServingEndpointDetailed,
): Block[] {
  const served = servedOf(config);
  if (served.length === 0) return [];
  const shares = new Map(
    (config?.traffic_config?.routes ?? []).map((route) => [
      route.served_entity_name ?? route.served_model_name,
      `${route.traffic_percentage} %`,
    ]),
  );
  return [
    { kind: 'heading', text: title },
    {
      kind: 'table',
      header: ['ENTITY', 'SERVES', 'TRAFFIC', 'STATE', 'MESSAGE'],
      rows: served.map((one) => [
        one.name ?? '',
        sourceOf(one),
        shares.get(one.name) ?? '',
        deployment(one, endpoint),
        one.state?.deployment_state_message ?? '',
      ]),
      empty: '',
    },
  ];
}

function deployment({ state }: Served, endpoint: ServingEndpointDetailed): Cell {
  // External models have no deployment of their own: they are as ready as the endpoint.
  const text = (state?.deployment ?? endpoint.state?.ready ?? '').replace(/^DEPLOYMENT_/, '');
  if (text === 'READY') return { text, tone: 'green' };
  if (text === 'FAILED' || text === 'ABORTED') return { text, tone: 'red' };
  return text === '' ? text : { text, tone: 'yellow' };
}

const section = (title: string, fields: Fields): Block[] =>
  fields.length === 0
    ? []
    : [
        { kind: 'heading', text: title },
        { kind: 'fields', fields },
      ];

const present = (fields: Fields): Fields => fields.filter(([, value]) => value !== '');
