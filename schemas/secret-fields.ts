import * as z from 'zod';
import { fieldTraits } from './traits.ts';

/** An optional field that names a secret as `{{secrets/scope/key}}`; the text is checked by `parseSecretReference`. */
export const secretReference = (description: string) =>
  z
    .string()
    .optional()
    .describe(`${description}, as a secret reference: {{secrets/scope/key}}.`)
    .register(fieldTraits, { secret: 'reference' });

/** The twin of a secret reference: the credential itself. Write-only: no answer holds it. */
export const plaintextSecret = (description: string, reference: string) =>
  z
    .string()
    .optional()
    .meta({
      description: `${description}, in plain text. The service stores it encrypted and never returns it. Prefer ${reference}; give one of the two.`,
      writeOnly: true,
    })
    .register(fieldTraits, { secret: 'plaintext' });
