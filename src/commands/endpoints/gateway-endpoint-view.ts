import type { GatewayEndpoint } from '../../client/gateway/server.ts';
import { summaryOf } from '../../client/gateway/summary.ts';
import { tableView, type View } from '../../output/view.ts';

/** The endpoints of an MLflow gateway. `url` is the target, which their paths are below. */
export const gatewayListView = (url: string): View<readonly GatewayEndpoint[]> =>
  tableView(
    [
      { header: 'NAME', cell: ({ name }) => name },
      { header: 'TASK', cell: (row) => summaryOf(row).task ?? '' },
      { header: 'MODEL', cell: (row) => summaryOf(row).models.join(', ') },
      { header: 'URL', cell: (row) => url + summaryOf(row).path },
      { header: 'LIMIT', cell: (row) => summaryOf(row).limit ?? '' },
    ],
    ({ name }) => name,
    'the gateway has no endpoints',
  );

/** One endpoint of an MLflow gateway. */
export const gatewayEndpointView = (url: string): View<GatewayEndpoint> => ({
  human: (endpoint) => {
    const { name, task = '', models, path, limit = '' } = summaryOf(endpoint);
    const fields: readonly (readonly [string, string])[] = [
      ['Name', name],
      ['Task', task],
      [models.length > 1 ? 'Models' : 'Model', models.join(', ')],
      ['URL', url + path],
      ['Limit', limit],
    ];
    return [{ kind: 'fields', fields: fields.filter(([, value]) => value !== '') }];
  },
  names: ({ name }) => [name],
});
