import { ConnectionError, UnexpectedAnswerError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';

/** What is known of an attempt that failed. */
export interface Attempt {
  /** `host` or `host:port`, as in the URL. */
  readonly host: string;
  /** The same of the proxy, where there is one. */
  readonly proxy?: string;
  /** Whether any of the request may have left: it was handed to an open connection. */
  readonly sent: boolean;
  readonly inactivityMs: number;
}

interface Rule {
  readonly codes: RegExp;
  readonly code: string;
  message(attempt: Attempt, error: NodeError): string;
  readonly hint: string | ((attempt: Attempt) => string);
  readonly retryable: boolean;
  readonly exitCode?: ExitCode;
}

type NodeError = Error & { readonly code?: string };

const caHint =
  'if a proxy or a private certificate authority signs it, put its certificate in a PEM file and set NODE_EXTRA_CA_CERTS to the path';

/** The first connection goes to the proxy, where there is one. */
const peer = ({ host, proxy }: Attempt): string => (proxy === undefined ? host : `the proxy ${proxy}`);
const checkHost = ({ proxy }: Attempt): string =>
  proxy === undefined ? 'check the host (DATABRICKS_HOST, or the profile)' : 'check HTTPS_PROXY and NO_PROXY';

const rules: readonly Rule[] = [
  {
    codes: /^ENOTFOUND$/,
    code: 'DNS',
    message: (attempt) => `${peer(attempt)} is not a known host name`,
    hint: checkHost,
    retryable: false,
  },
  {
    codes: /^EAI_AGAIN$/,
    code: 'DNS',
    message: (attempt) => `the name of ${peer(attempt)} could not be looked up`,
    hint: 'check the network connection and the name server',
    retryable: true,
  },
  {
    codes: /^ECONNREFUSED$/,
    code: 'CONNECTION_REFUSED',
    message: (attempt) => `${peer(attempt)} refused the connection`,
    hint: (attempt) => `${checkHost(attempt)}, and that the server runs`,
    retryable: true,
  },
  {
    codes: /^(?:UND_ERR_CONNECT_TIMEOUT|CONNECT_TIMEOUT)$/,
    code: 'CONNECT_TIMEOUT',
    message: (attempt) => `${peer(attempt)} could not be reached in time`,
    hint: 'check the network, a VPN or firewall, and the proxy settings (HTTPS_PROXY, NO_PROXY)',
    retryable: true,
  },
  {
    codes: /^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ETIMEDOUT|EADDRNOTAVAIL)$/,
    code: 'UNREACHABLE',
    message: (attempt) => `${peer(attempt)} cannot be reached`,
    hint: 'check the network, a VPN or firewall, and the proxy settings (HTTPS_PROXY, NO_PROXY)',
    retryable: true,
  },
  {
    codes: /^UND_ERR_HEADERS_TIMEOUT$/,
    code: 'INACTIVITY_TIMEOUT',
    message: ({ host, inactivityMs }) => `${host} sent no answer within ${inactivityMs / 1000} s`,
    hint: 'a model that scales from zero can take minutes: allow more time',
    retryable: true,
  },
  {
    codes: /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|UND_ERR_PRX_TLS)$/,
    code: 'TLS',
    message: ({ host }) => `the certificate that ${host} showed is for another name`,
    hint: checkHost,
    retryable: false,
    exitCode: ExitCode.failure,
  },
  {
    codes: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
    code: 'TLS',
    message: ({ host }) => `the certificate of ${host} is not valid today`,
    hint: "check this machine's clock; if it is right, the server's certificate must be renewed",
    retryable: false,
    exitCode: ExitCode.failure,
  },
  {
    codes: /^(?:CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE)/,
    code: 'TLS',
    message: ({ host }, error) => `the certificate of ${host} is not trusted (${error.code ?? 'TLS'})`,
    hint: caHint,
    retryable: false,
    exitCode: ExitCode.failure,
  },
  {
    codes: /^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL)/,
    code: 'TLS',
    message: (attempt, error) =>
      `no TLS connection to ${peer(attempt)} could be made (${error.code ?? 'TLS'})`,
    hint: 'check that the host and its port speak https',
    retryable: false,
    exitCode: ExitCode.failure,
  },
  {
    codes: /^(?:ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|UND_ERR_INFO)$/,
    code: 'CONNECTION_CLOSED',
    message: (attempt) =>
      attempt.sent
        ? `${attempt.host} closed the connection before it answered`
        : `${peer(attempt)} closed the connection before anything was sent`,
    hint: 'try again; if it stays so, a proxy or firewall may cut the connection',
    retryable: true,
  },
];

const proxyRefusal = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((407)\)/;

/**
 * What a failure below HTTP means, in one sentence with its fix. `ambiguous` is true exactly where some of the request
 * may have left.
 */
export function connectionError(error: unknown, attempt: Attempt): ConnectionError | UnexpectedAnswerError {
  const cause = rootCause(error);
  const refusedBy = proxyRefusal.exec(cause.message);
  if (refusedBy) return proxyError(Number(refusedBy[1] ?? refusedBy[2]), attempt, cause);
  const code = cause.code ?? '';
  if (cause.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new UnexpectedAnswerError(`what ${attempt.host} answered is not HTTP`, {
      hint: 'check that the host and its port are those of the service, and the scheme, http or https',
      cause,
    });
  }
  const rule = rules.find(({ codes }) => codes.test(code));
  if (!rule) {
    return new ConnectionError('REQUEST_FAILED', `the request to ${attempt.host} failed: ${cause.message}`, {
      cause,
      retryable: false,
      ambiguous: attempt.sent,
    });
  }
  return new ConnectionError(rule.code, rule.message(attempt, cause), {
    hint: typeof rule.hint === 'string' ? rule.hint : rule.hint(attempt),
    cause,
    retryable: rule.retryable,
    ambiguous: attempt.sent,
    ...(rule.exitCode === undefined ? {} : { exitCode: rule.exitCode }),
  });
}

/** The connection ended in the middle of an answer's body. */
export const brokenOff = (host: string, received: number, cause: Error): UnexpectedAnswerError =>
  new UnexpectedAnswerError(`the answer of ${host} broke off after ${String(received)} bytes`, {
    truncated: true,
    cause,
  });

/** undici wraps what fails behind a proxy; Node gathers what fails at each address of a name. */
function rootCause(error: unknown): NodeError {
  if (!(error instanceof Error)) return new Error(String(error));
  const nested: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const code: unknown = 'code' in error ? error.code : undefined;
  const wraps = code === undefined || code === 'UND_ERR_PRX_TLS';
  return wraps && nested instanceof Error ? rootCause(nested) : error;
}

function proxyError(status: number, attempt: Attempt, cause: Error): ConnectionError {
  return new ConnectionError(
    'PROXY',
    `the proxy ${attempt.proxy ?? ''} refused to connect to ${attempt.host} (${String(status)})`,
    {
      hint:
        status === 407
          ? 'put the user and password that the proxy wants into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT'
          : 'ask whoever runs the proxy, or name the host in NO_PROXY to reach it directly',
      cause,
      retryable: status >= 500,
      ambiguous: false,
    },
  );
}
