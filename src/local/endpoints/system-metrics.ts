import { invalidParameter } from '../http/api-fault.ts';

const states = ['FIRST_PARTY_EXPORT_ENABLED', 'FIRST_PARTY_EXPORT_DISABLED'];

/** @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readExportState(sent: string | undefined): string | undefined {
  if (sent === undefined || states.includes(sent)) return sent;
  throw invalidParameter(`'${sent}' is not an export state. Supported: ${states.join(', ')}.`);
}
