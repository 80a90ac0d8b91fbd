import { describe, expect, it } from 'vitest';
import { patiently, storeFailure } from '../../../../src/local/store/failures.ts';

/** SQLite's errors, as `node:sqlite` and as `libsql` throw them. */
const fromNode = (errcode: number): Error => Object.assign(new Error('sqlite'), { errcode });
const fromLibsql = (rawCode: number): Error => Object.assign(new Error('sqlite'), { rawCode });

describe('a failure of SQLite', () => {
  it.each([
    [5, 'LOCAL_STORE_BUSY'],
    [6, 'LOCAL_STORE_BUSY'],
    [8, 'LOCAL_STORE_UNAVAILABLE'],
    [11, 'LOCAL_STORE_CORRUPT'],
    [13, 'LOCAL_STORE_UNAVAILABLE'],
    [14, 'LOCAL_STORE_UNAVAILABLE'],
    [26, 'LOCAL_STORE_CORRUPT'],
    // SQLITE_BUSY_SNAPSHOT and SQLITE_IOERR_SHORT_READ: extended codes are of their primary one's kind.
    [517, 'LOCAL_STORE_BUSY'],
    [522, 'LOCAL_STORE_UNAVAILABLE'],
  ])('with the code %i is told as %s, whichever driver reports it', (code, told) => {
    for (const error of [fromNode(code), fromLibsql(code)]) {
      expect(storeFailure(error, 'w.db')).toMatchObject({
        code: told,
        message: expect.stringContaining('w.db') as unknown,
        hint: expect.any(String) as unknown,
        cause: error,
      });
    }
  });

  it('to open a file is understood from the text in which libsql hides it', () => {
    const error = new Error('ConnectionFailed("Unable to open connection to local database /x/w.db: 14")');
    expect(storeFailure(error, 'w.db')).toMatchObject({ code: 'LOCAL_STORE_UNAVAILABLE' });
  });

  it('of our own making, or of no known kind, stays what it is', () => {
    for (const error of [new TypeError('a bug'), fromNode(19), 'text']) {
      expect(storeFailure(error, 'w.db')).toBe(error);
    }
  });
});

describe('waiting for a lock', () => {
  it('goes on until the work gets through', () => {
    let tries = 0;
    const result = patiently(() => {
      if (++tries < 4) throw fromNode(5);
      return 'done';
    });
    expect([result, tries]).toEqual(['done', 4]);
  });

  it('ends after twenty tries, with what SQLite said', () => {
    let tries = 0;
    const error = fromLibsql(5);
    const work = (): never => {
      tries++;
      throw error;
    };
    expect(() => patiently(work)).toThrow(error);
    expect(tries).toBe(20);
  });

  it('does not repeat what failed for another reason', () => {
    let tries = 0;
    const work = (): never => {
      tries++;
      throw fromNode(11);
    };
    expect(() => patiently(work)).toThrow('sqlite');
    expect(tries).toBe(1);
  });
});
