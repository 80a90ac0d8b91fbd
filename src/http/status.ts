/** The reason phrases of the statuses that services answer with (RFC 9110, RFC 6585; 499 is nginx's and Databricks'). */
const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  424: 'Failed Dependency',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  529: 'Overloaded',
};

export const reasonOf = (status: number): string => reasons[status] ?? `HTTP ${String(status)}`;

/** `NOT_FOUND` for 404: the code of an error whose body names none. */
export const codeOfStatus = (status: number): string => reasonOf(status).toUpperCase().replaceAll(' ', '_');
