import * as z from 'zod';
import { fieldTraits } from '../traits.ts';

/** A count of seconds that some token services send as a text. */
const Seconds = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number')
    .transform(Number),
]);

/** `GET /.well-known/databricks-config`, without authentication. */
export const DatabricksConfigDocument = z.looseObject({
  oidc_endpoint: z
    .string()
    .optional()
    .describe('Base address of the OAuth service; may hold the literal {account_id}.'),
  account_id: z.string().optional().describe('The account that the host belongs to.'),
  workspace_id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .describe('The workspace that the host serves; absent on an account host.'),
  cloud: z.string().optional().describe('Where the host runs: AWS, Azure or GCP.'),
  host_type: z.string().optional().describe('workspace, account or unified; case makes no difference.'),
  token_federation_default_oidc_audiences: z
    .array(z.string())
    .optional()
    .describe('Audiences that federated tokens may have.'),
});
export type DatabricksConfigDocument = z.infer<typeof DatabricksConfigDocument>;

/** `GET …/.well-known/oauth-authorization-server` (RFC 8414). */
export const AuthorizationServerMetadata = z.looseObject({
  issuer: z.string().optional().describe('Identity of the OAuth service.'),
  authorization_endpoint: z.string().describe('Where a person logs in.'),
  token_endpoint: z.string().describe('Where tokens are asked for.'),
});
export type AuthorizationServerMetadata = z.infer<typeof AuthorizationServerMetadata>;

/** What a token endpoint answers (RFC 6749 §5.1). */
export const TokenResponse = z.looseObject({
  access_token: z
    .string()
    .min(1, 'must not be empty')
    .describe('The token.')
    .register(fieldTraits, { secret: 'plaintext' }),
  token_type: z.string().optional().describe('How the token is sent. Default: Bearer.'),
  expires_in: Seconds.optional().describe(
    'How long the token is good for, in seconds; some services send a text.',
  ),
  refresh_token: z
    .string()
    .optional()
    .describe('What the next token is asked for with; absent: keep the old one.')
    .register(fieldTraits, { secret: 'plaintext' }),
  scope: z.string().optional().describe('What the token allows, words separated by spaces.'),
});
export type TokenResponse = z.infer<typeof TokenResponse>;

/** What a token endpoint answers when it refuses (RFC 6749 §5.2). */
export const TokenErrorResponse = z.looseObject({
  error: z.string().describe('Kind of error, such as invalid_client.'),
  error_description: z.string().optional().describe('What went wrong, for people.'),
  error_uri: z.string().optional().describe('Where to read on.'),
});
export type TokenErrorResponse = z.infer<typeof TokenErrorResponse>;
