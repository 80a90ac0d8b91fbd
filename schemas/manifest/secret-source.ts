import * as z from 'zod';

/** The fields that say where a value comes from; an entry has exactly one of them. */
export const secretSourceFields = ['from_env', 'from_file'] as const;

/** A secret that the endpoint refers to, and where its value comes from. The value itself never stands in a file. */
export const SecretSource = z
  .looseObject({
    scope: z
      .string()
      .min(1, 'must not be empty')
      .describe('Name of the scope; it is created where it does not exist.'),
    key: z
      .string()
      .min(1, 'must not be empty')
      .describe('Name of the secret, which {{secrets/scope/key}} refers to.'),
    from_env: z
      .string()
      .min(1, 'must not be empty')
      .optional()
      .describe('Environment variable that holds the value. Either this or from_file.'),
    from_file: z
      .string()
      .min(1, 'must not be empty')
      .optional()
      .describe('File that holds the value, relative to the manifest. Either this or from_env.'),
  })
  .meta({ id: 'SecretSource', description: 'A secret, and where its value comes from.' });
export type SecretSource = z.infer<typeof SecretSource>;
