import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import { configUpdateOf } from '../../client/endpoint-phase.ts';
import type { Cell } from '../../output/view.ts';

/** The state in the words of the Databricks user interface: `Ready`, `Not ready (Updating)`, … */
export function stateLabel(endpoint: Pick<ServingEndpoint, 'state'>): string {
  const { state } = endpoint;
  if (state === undefined) return 'Unknown';
  const ready = state.ready === 'READY' ? 'Ready' : 'Not ready';
  const why = reason(configUpdateOf(state), state.suspend);
  return why === undefined ? ready : `${ready} (${why})`;
}

function reason(update: string | undefined, suspend: unknown): string | undefined {
  switch (update) {
    case 'IN_PROGRESS':
      return 'Updating';
    case 'UPDATE_FAILED':
      return 'Update failed';
    case 'UPDATE_CANCELED':
      return 'Update canceled';
    default:
      return suspend === 'STOPPED' ? 'Stopped' : undefined;
  }
}

/** The label, in the colour of how urgent it is. */
export function stateCell(endpoint: Pick<ServingEndpoint, 'state'>): Cell {
  const text = stateLabel(endpoint);
  if (text === 'Ready') return { text, tone: 'green' };
  if (text.includes('failed') || text.includes('canceled')) return { text, tone: 'red' };
  return { text, tone: 'yellow' };
}
