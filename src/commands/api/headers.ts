import { UsageError } from '../../errors.ts';

// The transport's own business: credentials, framing, connection.
const reserved = new Set([
  'authorization',
  'proxy-authorization',
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'expect',
  'upgrade',
]);

/**
 * Reads `Name: value` lines into headers, names in lower case.
 * @throws UsageError for a line that is none, a header given twice, or one that is not the user's to set
 */
export function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const match = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\r\n\0]*)$/.exec(line);
    // What was given may be a secret: it is not repeated.
    if (!match) {
      throw new UsageError("a --header is not 'Name: value'", {
        hint: "for example --header 'X-Databricks-Org-Id: 42'",
      });
    }
    const name = (match[1] ?? '').toLowerCase();
    if (reserved.has(name)) throw new UsageError(`the header ${name} is set by the connection`);
    if (headers.has(name)) throw new UsageError(`the header ${name} is given twice`);
    headers.set(name, (match[2] ?? '').trim());
  }
  return Object.fromEntries(headers);
}
