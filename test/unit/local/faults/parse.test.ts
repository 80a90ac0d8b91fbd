import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/errors.ts';
import { parseFaultRule } from '../../../../src/local/faults/parse.ts';
import type { FaultRule } from '../../../../src/local/faults/rule.ts';

const scopes = '/api/2.0/secrets/scopes/create';

describe('a fault rule', () => {
  it.each<[string, FaultRule]>([
    [
      `POST ${scopes} reset-after times=1`,
      { method: 'POST', path: scopes, times: 1, fault: { kind: 'reset-after' } },
    ],
    ['* * reset-before skip=2', { path: '*', skip: 2, fault: { kind: 'reset-before' } }],
    ['GET /x/* stale skip=0', { method: 'GET', path: '/x/*', skip: 0, fault: { kind: 'stale' } }],
    ['PUT /x delay=250ms', { method: 'PUT', path: '/x', fault: { kind: 'delay', ms: 250 } }],
    ['PUT /x drip=1.5s', { method: 'PUT', path: '/x', fault: { kind: 'drip', ms: 1500 } }],
    ['PUT /x truncate', { method: 'PUT', path: '/x', fault: { kind: 'truncate' } }],
    ['PUT /x truncate end=clean', { method: 'PUT', path: '/x', fault: { kind: 'truncate', end: 'clean' } }],
    ['PUT /x 503', { method: 'PUT', path: '/x', fault: { kind: 'status', status: 503 } }],
    [
      '* /x 429 retry-after=7 code=REQUEST_LIMIT_EXCEEDED message="slow down, please" when=after times=3',
      {
        path: '/x',
        times: 3,
        fault: {
          kind: 'status',
          status: 429,
          body: { kind: 'envelope', code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow down, please' },
          retryAfter: '7',
          when: 'after',
        },
      },
    ],
    ['* /x 200 body=html', { path: '/x', fault: { kind: 'status', status: 200, body: { kind: 'html' } } }],
    [
      `* /x 200 body='{"a": 1'`,
      { path: '/x', fault: { kind: 'status', status: 200, body: { kind: 'raw', text: '{"a": 1' } } },
    ],
  ])('reads %s', (text, rule) => {
    expect(parseFaultRule(text)).toEqual(rule);
  });

  it.each([
    ['', 'there is no method'],
    ['post /x 503', "'post' is no method"],
    ['POST', 'there is no path'],
    ['POST x 503', "the path 'x' must begin with / or *"],
    ['POST /x', 'there is no effect'],
    ['POST /x reset', "'reset' is no effect"],
    ['POST /x stale=1', "'stale=1' is no effect"],
    ['POST /x 99', '99 is no status'],
    ['POST /x 600', '600 is no status'],
    ['POST /x delay', 'delay takes a duration'],
    ['POST /x drip=3', 'drip takes a duration'],
    ['POST /x 503 often', "'often' is not written as NAME=VALUE"],
    ['POST /x 503 times=0', "times takes a whole number from 1, not '0'"],
    ['POST /x 503 skip=-1', "skip takes a whole number from 0, not '-1'"],
    ['POST /x 503 times=1 times=2', 'times is given twice'],
    ['POST /x stale retry-after=1', "stale takes no 'retry-after'"],
    ['POST /x truncate end=soon', "end is cut or clean, not 'soon'"],
    ['POST /x 503 when=later', "when is before or after, not 'later'"],
    ['POST /x 503 body=html code=X', 'body excludes code and message'],
    ['POST /x 503 message="open', 'a quote is not closed'],
  ])('names what is wrong with %j', (text, problem) => {
    const read = (): FaultRule => parseFaultRule(text);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(`fault rule '${text}': ${problem}`);
  });
});
