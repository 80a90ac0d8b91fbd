import { createHash } from 'node:crypto';

/** SHA-256 in hex: how plans notice that a side has moved. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
