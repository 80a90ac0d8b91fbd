import { principalFields, ServingEndpointPermissionsRequest } from '#schemas/api/permissions.ts';
import type { AccessControlRequest } from '#schemas/api/permissions.ts';
import { isRecord } from '#schemas/structure.ts';
import { hasErrors } from '../../../diagnostics.ts';
import { InvalidInputError } from '../../../errors.ts';
import type { Finding } from '../../../manifest/finding.ts';
import { manifestDocument } from '../../../manifest/manifest-document.ts';
import { parse } from '../../../manifest/parse.ts';
import { checkShape } from '../../../manifest/shape.ts';
import type { Input } from '../../shared/input.ts';

/**
 * The grants of a file in the form of the API's request: `access_control_list`, an entry a principal.
 * @throws InvalidInputError with every finding
 */
export function grantsOfFile({ file, bytes }: Input): readonly AccessControlRequest[] {
  const { documents, diagnostics } = parse(file, bytes);
  const [source] = documents;
  if (!source) throw new InvalidInputError(diagnostics);
  const document = manifestDocument({ source, value: isRecord(source.value) ? source.value : {} });
  const shaped = checkShape(ServingEndpointPermissionsRequest, source.value, source.textOf);
  const found = [...shaped.findings, ...check(shaped.fitting, documents.length)].map(document.report);
  if (hasErrors([...diagnostics, ...found])) throw new InvalidInputError([...diagnostics, ...found]);
  return (shaped.value as ServingEndpointPermissionsRequest).access_control_list ?? [];
}

function check(value: unknown, count: number): readonly Finding[] {
  const findings: Finding[] = [];
  if (count > 1) {
    findings.push(
      error('several-documents', [], 'the file holds several documents, and one list of grants is needed'),
    );
  }
  const list = isRecord(value) ? value['access_control_list'] : undefined;
  if (!Array.isArray(list)) {
    findings.push(error('missing-key', [], '`access_control_list` is missing'));
    return findings;
  }
  list.forEach((entry: unknown, index) => {
    if (!isRecord(entry)) return;
    const path = ['access_control_list', index];
    const named = principalFields.filter((field) => entry[field] !== undefined);
    if (named.length !== 1) {
      findings.push(
        error('grant-principal', path, `an entry names exactly one of ${principalFields.join(', ')}`),
      );
    }
    if (entry['permission_level'] === undefined) {
      findings.push(error('missing-key', path, '`permission_level` is missing'));
    }
  });
  return findings;
}

const error = (code: string, path: Finding['path'], message: string): Finding => ({
  code,
  severity: 'error',
  path,
  message,
});
