import { readFileSync } from 'node:fs';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');

/** The authority that signed `trusted`; valid until 2126, as all of these are. */
export const authority = fixture('ca.pem');
export const authorityPath = new URL('../fixtures/tls/ca.pem', import.meta.url).pathname;
/** For workspace.test, localhost and 127.0.0.1. */
export const signed = { key: fixture('key.pem'), cert: fixture('cert.pem') };
/** Self-signed, for elsewhere.test alone. */
export const selfSigned = { key: fixture('other-key.pem'), cert: fixture('other-cert.pem') };
