import * as z from 'zod';

/** One entry of `details`; `@type` says which, under the prefix `type.googleapis.com/google.rpc.`. */
export const ErrorDetail = z.looseObject({
  '@type': z
    .string()
    .optional()
    .describe('Kind of detail, such as type.googleapis.com/google.rpc.RequestInfo.'),
  reason: z.string().optional().describe('ErrorInfo: what went wrong, in capitals.'),
  domain: z.string().optional().describe('ErrorInfo: the service that reason belongs to.'),
  metadata: z.record(z.string(), z.unknown()).optional().describe('ErrorInfo: more about it.'),
  request_id: z.string().optional().describe('RequestInfo: what support asks for.'),
  serving_data: z.string().optional().describe('RequestInfo: more about the request.'),
  retry_delay: z.string().optional().describe('RetryInfo: how long to wait, such as 3.5s.'),
  violations: z
    .array(
      z.looseObject({
        type: z.string().optional(),
        subject: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .optional()
    .describe('QuotaFailure and PreconditionFailure: what was violated.'),
  field_violations: z
    .array(z.looseObject({ field: z.string().optional(), description: z.string().optional() }))
    .optional()
    .describe('BadRequest: which fields are wrong.'),
  resource_type: z.string().optional().describe('ResourceInfo: kind of the resource.'),
  resource_name: z.string().optional().describe('ResourceInfo: name of the resource.'),
  links: z
    .array(z.looseObject({ description: z.string().optional(), url: z.string().optional() }))
    .optional()
    .describe('Help: where to read on.'),
});
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** The usual body of an error. Others are an older `{error}`, SCIM's `{detail, status}`, plain text and HTML. */
export const ErrorEnvelope = z.looseObject({
  error_code: z
    .union([z.string(), z.number()])
    .optional()
    .describe('What went wrong, in capitals: RESOURCE_DOES_NOT_EXIST. Some services send a number.'),
  message: z
    .string()
    .optional()
    .describe('What went wrong, for people; may hold the JSON of a model provider.'),
  details: z.array(ErrorDetail).optional().describe('More about it.'),
  error: z.unknown().optional().describe('The whole message, in version 1.2 of the API.'),
  detail: z.string().nullable().optional().describe('The message, in the SCIM API.'),
  status: z.union([z.string(), z.number()]).optional().describe('The HTTP status, in the SCIM API.'),
  scimType: z.string().optional().describe('Kind of error, in the SCIM API.'),
});
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;
