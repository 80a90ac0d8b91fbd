// A program of a user's, type-checked and run against the packed tarball.
import { createWorkspaceClient, getDeployClient, schemas, ApiError, type DeployClient } from 'servectl';
import { ExternalModel } from 'servectl/schemas';
import { openLocalWorkspace } from 'servectl/local';

const workspace = await openLocalWorkspace();
const { transport } = workspace;
const deployments: DeployClient = getDeployClient('local', { transport });

const entity: schemas.ServedEntityInput = {
  name: 'test',
  external_model: {
    name: 'gpt-4',
    provider: 'openai',
    task: 'llm/v1/chat',
    openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' },
  },
};
schemas.ServedEntityInput.parse(entity);
ExternalModel.parse(entity.external_model);

const created = await deployments.createEndpoint({
  name: 'chat',
  config: { config: { served_entities: [entity] } },
});
const name: string = created.name ?? '';
const client = createWorkspaceClient({ transport });
const rows: readonly { name?: string | undefined }[] = await client.endpoints.list();
if (!rows.some((row) => row.name === name)) throw new Error('the endpoint is not listed');

let text = '';
const inputs = { messages: [{ role: 'user', content: 'hello' }] };
for await (const chunk of deployments.predictStream({ endpoint: 'local-echo', inputs }))
  text += JSON.stringify(chunk);
if (!text.includes('hello')) throw new Error('the stream has no answer');

try {
  await deployments.getEndpoint({ endpoint: 'nope' });
  throw new Error('there is no such endpoint');
} catch (error) {
  if (!(error instanceof ApiError) || error.exitCode !== 5) throw error;
}
await workspace.close();
