import { redacted } from './redact.ts';

/** Shorter values would also hide what is no secret: a password "on" would make every text unreadable. */
const shortestSecret = 6;

/**
 * The secrets that a run has met: the tokens and client secrets that it authenticates with, values that it was given to
 * store. What is about to be shown is searched for them, whichever form it has: the last net, below redaction by name.
 * One is made for a run; nothing is kept beyond it.
 */
export class SecretRegistry {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    for (const form of [
      secret,
      secret.trim(),
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
    ]) {
      if (form.length >= shortestSecret) this.#secrets.add(form);
    }
  }

  /** `text` with every known secret in it replaced; the longest first, where one holds another. */
  scrub(text: string): string {
    const found = [...this.#secrets].filter((secret) => text.includes(secret));
    return found
      .sort((one, other) => other.length - one.length)
      .reduce((result, secret) => result.replaceAll(secret, redacted), text);
  }
}
