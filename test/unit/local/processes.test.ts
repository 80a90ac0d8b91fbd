import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/host.ts';
import { localCaller, workspaceFile, type LocalCaller } from '../../helpers/local.ts';
import { buildWriter, type WriterProgram } from '../../helpers/spawn-writer.ts';

let program: WriterProgram;
beforeAll(async () => {
  program = await buildWriter();
});
afterAll(() => {
  program.remove();
});

/** A file with what every writer shares. */
async function sharedWorkspace(): Promise<{ readonly path: string; readonly caller: LocalCaller }> {
  const path = workspaceFile();
  const caller = await localCaller({ path, clock: systemClock });
  await caller.call('POST', '/api/2.0/serving-endpoints', { name: 'shared' });
  await caller.call('POST', '/api/2.0/secrets/scopes/create', { scope: 'shared' });
  return { path, caller };
}

async function tagsOf(caller: LocalCaller): Promise<readonly string[]> {
  const { json } = await caller.call('GET', '/api/2.0/serving-endpoints/shared');
  return ((json as { tags?: { key: string }[] }).tags ?? []).map(({ key }) => key);
}

/** What was acknowledged must all be there, as it was sent. */
async function expectRounds(caller: LocalCaller, prefix: string, rounds: number): Promise<void> {
  const tags = new Set(await tagsOf(caller));
  for (let round = 0; round < rounds; round++) {
    const name = `${prefix}-${round}`;
    expect((await caller.call('GET', `/api/2.0/serving-endpoints/${name}`)).status).toBe(200);
    const secret = await caller.call('GET', `/api/2.0/secrets/get?scope=shared&key=${name}`);
    expect(secret.json).toEqual({ key: name, value: Buffer.from(name).toString('base64') });
    expect(tags).toContain(name);
  }
}

describe('two processes on one file', () => {
  it('both get all their writes in, and neither undoes what the other did', { timeout: 60_000 }, async () => {
    const { path, caller } = await sharedWorkspace();
    const writers = ['a', 'b'].map((prefix) => program.start(path, prefix, 60));
    for (const writer of writers) {
      expect(await writer.ended).toEqual({ code: 0, signal: null, stderr: '' });
    }
    await expectRounds(caller, 'a', 60);
    await expectRounds(caller, 'b', 60);
    expect(await tagsOf(caller)).toHaveLength(120);
    await caller.workspace.close();
  });

  it('may make the file and its key at the same moment', { timeout: 60_000 }, async () => {
    const path = workspaceFile();
    const callers = await Promise.all(
      // The first write of each process meets a file that may not be there yet.
      ['a', 'b', 'c'].map((prefix) => program.start(path, prefix, 0).ended),
    );
    expect(callers.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 3 }, () => ({ code: 0, stderr: '' })),
    );
    const caller = await localCaller({ path, clock: systemClock });
    expect((await caller.call('GET', '/api/2.0/serving-endpoints')).status).toBe(200);
    await caller.workspace.close();
  });
});

describe('a process that is killed', () => {
  it.each([3, 17, 40])(
    'loses nothing that it acknowledged, when killed after round %i',
    { timeout: 60_000 },
    async (rounds) => {
      const { path, caller } = await sharedWorkspace();
      const writer = program.start(path, 'killed', 1_000_000);
      await writer.reach(rounds);
      writer.process.kill('SIGKILL');
      expect((await writer.ended).signal).toBe('SIGKILL');
      expect(writer.acknowledged()).toBeGreaterThanOrEqual(rounds);
      await expectRounds(caller, 'killed', writer.acknowledged());
      await caller.workspace.close();
    },
  );

  it('does not hold back the others', { timeout: 60_000 }, async () => {
    const { path, caller } = await sharedWorkspace();
    const killed = program.start(path, 'killed', 1_000_000);
    const survivor = program.start(path, 'survivor', 60);
    await Promise.all([killed.reach(5), survivor.reach(5)]);
    killed.process.kill('SIGKILL');
    expect(await survivor.ended).toEqual({ code: 0, signal: null, stderr: '' });
    await expectRounds(caller, 'survivor', 60);
    await expectRounds(caller, 'killed', killed.acknowledged());
    await caller.workspace.close();
  });
});
