/**
 * servectl as a library: Databricks model-serving endpoints and the secrets they use, from TypeScript.
 * Importing it reads nothing and opens nothing.
 */
export type { InvocationAnswer, InvocationBody } from './client/query.ts';
export type { ChunkStream, StreamChunk } from './client/stream.ts';
export type { DeployClient, DeployClientOptions } from './client/deploy-client.ts';
export type { DriverApp } from './client/driver-proxy.ts';
export type { GatewayDeployClient } from './client/gateway/gateway-deploy-client.ts';
export type { GatewayEndpoint } from './client/gateway/server.ts';
export type { WorkspaceClient } from './client/workspace-client.ts';
export type { Clock } from './clock.ts';
export type { Diagnostic, SourceRange } from './diagnostics.ts';
export {
  ApiError,
  ConfigError,
  ConnectionError,
  DeploymentFailedError,
  InvalidInputError,
  ServectlError,
  StreamError,
  UnexpectedAnswerError,
  UsageError,
  WaitTimeoutError,
  type FailedEntity,
} from './errors.ts';
export { ExitCode } from './exit-codes.ts';
export type { HttpRequest, HttpResponse, Timeouts, Transport } from './http/transport.ts';
export {
  predictBatch,
  type BatchAsker,
  type BatchOptions,
  type BatchRow,
  type RowAnswer,
  type RowError,
  type RowFailure,
  type RowId,
  type RowResult,
} from './library/batch.ts';
export {
  createWorkspaceClient,
  getDeployClient,
  type CallOptions,
  type Connection,
  type ConnectOptions,
  type GatewayUrl,
} from './library/connect.ts';
export { startConversation, type Conversation, type ConversationOptions } from './library/conversation.ts';
export * as schemas from './library/schemas.ts';
export { endpointDeployed, waitForEndpoint, type EndpointStatus, type WaitOptions } from './library/wait.ts';
export { buildRequest } from './predict/build-request.ts';
export { llmAnswer, llmBody, type LlmTarget } from './predict/llm.ts';
export type { RequestForms, Settings } from './predict/request/forms.ts';
export { schemaFormat } from './predict/request/response-format.ts';
export { readTools } from './predict/request/tools.ts';
export { rowsBody, type RowsForm } from './predict/rows/rows-body.ts';
export { requestSkeleton, type SkeletonOptions } from './predict/skeleton.ts';
export { cutAnswer } from './predict/stop.ts';
export { textStream, type TextStream } from './predict/text-stream.ts';
export { compileTransform } from './predict/transform/compile-transform.ts';
export { wholeAnswer } from './predict/whole-answer.ts';
export type { Message } from './predict/chat/message.ts';
export { version } from './version.ts';
