import { faultMatrix } from '../../helpers/fault-matrix.ts';
import type { FaultWorkspace } from '../../helpers/fault-workspace.ts';

const secret = async ({ client }: FaultWorkspace) => {
  await client.secrets.createScope({ scope: 'llm' });
  await client.secrets.put({ scope: 'llm', key: 'token', string_value: 'old' });
};
const acl = async ({ client }: FaultWorkspace) => {
  await client.secrets.createScope({ scope: 'llm' });
  await client.secrets.putAcl({ scope: 'llm', principal: 'data-science', permission: 'READ' });
};

await faultMatrix([
  { name: 'secrets create-scope', argv: 'secrets create-scope llm --if-not-exists' },
  {
    name: 'secrets put',
    given: secret,
    argv: 'secrets put llm token --from-env TOKEN',
    env: { TOKEN: 'new' },
  },
  { name: 'secrets delete', given: secret, argv: 'secrets delete llm token --yes --ignore-not-found' },
  { name: 'secrets delete-scope', given: secret, argv: 'secrets delete-scope llm --yes --ignore-not-found' },
  { name: 'secrets put-acl', given: acl, argv: 'secrets put-acl llm data-science WRITE' },
  {
    name: 'secrets delete-acl',
    given: acl,
    argv: 'secrets delete-acl llm data-science --yes --ignore-not-found',
  },
]);
