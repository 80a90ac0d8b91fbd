import { describe, expect, it } from 'vitest';
import { InterruptedError, UsageError } from '../../../src/errors.ts';
import { askHidden, confirm, type Asker } from '../../../src/terminal/prompt.ts';
import { fakeHost } from '../../helpers/fake-host.ts';

const asker = (typed: string, globals: Partial<Asker['globals']> = {}) => {
  const host = fakeHost({ tty: true, stdin: typed });
  return { host, globals: { input: true, yes: false, ...globals }, signal: host.interrupt };
};

describe('a confirmation', () => {
  it.each([
    ['y\n', true],
    ['YES\n', true],
    ['\n', false],
    ['n\n', false],
    ['yeah\n', false],
    ['', false],
  ])('takes %j as %s', async (typed, expected) => {
    const asked = asker(typed);
    expect(await confirm(asked, 'delete the endpoint chat')).toBe(expected);
    expect(asked.host.stderr.text).toBe('Delete the endpoint chat? [y/N] ');
    expect(asked.host.stdout.text).toBe('');
  });

  it('is given by --yes without a question', async () => {
    const asked = asker('', { yes: true });
    expect(await confirm(asked, 'delete it')).toBe(true);
    expect(asked.host.stderr.text).toBe('');
  });

  it('without a terminal names the flag', async () => {
    const refused = confirm(asker('y\n', { input: false }), 'delete the endpoint chat');
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toMatchObject({
      message: 'confirmation is needed to delete the endpoint chat',
      hint: 'pass --yes: nothing is asked without a terminal, in CI or with --no-input',
    });
  });

  it('shows control characters of a name instead of sending them', async () => {
    const asked = asker('n\n');
    await confirm(asked, 'delete \x1b[2Jchat');
    expect(asked.host.stderr.text).toBe('Delete \\x1b[2Jchat? [y/N] ');
  });

  it('ends at an interrupt', async () => {
    const asked = asker('');
    asked.host.interruptWith('SIGTERM');
    await expect(confirm(asked, 'delete it')).rejects.toThrow(InterruptedError);
    expect(asked.host.stderr.text).toBe('Delete it? [y/N] \n');
  });
});

describe('a hidden value', () => {
  it('is read in raw mode, which is left again, and never shown', async () => {
    const asked = asker('s3cret\r');
    expect(await askHidden(asked, 'Value: ', '--from-env')).toBe('s3cret');
    expect(asked.host.rawModes).toEqual([true, false]);
    expect(asked.host.stderr.text).not.toContain('s3cret');
    expect(asked.host.stderr.text).toContain('Value: ');
  });

  it('leaves raw mode at Ctrl-C too', async () => {
    const asked = asker('s3c\x03');
    await expect(askHidden(asked, 'Value: ', '--from-env')).rejects.toThrow(InterruptedError);
    expect(asked.host.rawModes).toEqual([true, false]);
  });

  it('is an error where the input ends', async () => {
    await expect(askHidden(asker('\x04'), 'Value: ', '--from-env')).rejects.toThrow(
      'the input ended before a value was given',
    );
    await expect(askHidden(asker(''), 'Value: ', '--from-env')).rejects.toThrow(UsageError);
  });

  it('without a terminal names the flags instead', async () => {
    await expect(
      askHidden(asker('', { input: false }), 'Value: ', '--from-env or --from-file'),
    ).rejects.toMatchObject({
      hint: 'pass --from-env or --from-file: nothing is asked without a terminal, in CI or with --no-input',
    });
  });
});
