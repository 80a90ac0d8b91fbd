import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import { relativeTime } from '../../output/time.ts';
import { tableView } from '../../output/view.ts';
import { servedOf, sourceOf } from './entity-text.ts';
import { stateCell } from './state-label.ts';

export const listView = tableView<ServingEndpoint>(
  [
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'STATE', cell: stateCell },
    { header: 'TASK', cell: ({ task }) => task ?? '' },
    { header: 'ENTITIES', cell: ({ config }) => servedOf(config).map(sourceOf).join(', ') },
    { header: 'CREATOR', cell: ({ creator }) => creator ?? '' },
    { header: 'UPDATED', cell: (row, look) => relativeTime(row.last_updated_timestamp, look) },
  ],
  ({ name }) => name,
  'there are no endpoints',
);
