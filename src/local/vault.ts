/** Seals what must not lie in the database readable, and opens it again. */
export interface Vault {
  /** `context` binds the sealed text to its place, so that it can't be moved to another. */
  seal(plain: Uint8Array | string, context: string): string;
  /** @throws ServectlError `LOCAL_STORE_KEY` where the key file is not the one that sealed it */
  open(sealed: string, context: string): Uint8Array;
}
