import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type RunningLocalWorkspace } from '../../src/local-entry.ts';
import { startServer, type TestServer } from '../helpers/http-server.ts';
import { run } from '../helpers/run.ts';

const section = readFileSync('README.md', 'utf8').split('<!-- coming from -->')[1]?.split('\n## ')[0] ?? '';

/** Each command line of the tables, in their order. */
const lines = [...section.matchAll(/servectl ((?:endpoints|secrets) (?:[^`)"']|"[^"]*"|'[^']*')+)/g)].map(
  ([, line = '']) => line.trim(),
);

/** What the lines print, in the same order. */
const printed: readonly RegExp[] = [
  // Databricks CLI
  /^created scope llm\n$/,
  /^stored secret llm\/openai-api-key\n$/,
  /^Name +chat\nState +Ready\n/,
  /^hi\n$/,
  /^deleted endpoint chat\n$/,
  // aisuite
  /^Tell me a joke\.\n$/,
  // MLflow
  /^Name +chat\nState +Ready\n/,
  /^\[\n {2}\{\n(?:.*\n)* {4}"name": "chat"/,
  /^Name +chat\nState +Ready\n/,
  /^updated rate_limits of endpoint chat\n$/m,
  /^Hello\n$/,
  /^Hello\n$/,
  /^deleted endpoint chat\n$/,
  // OpenAI
  /^export OPENAI_BASE_URL=.*\/serving-endpoints'?\n(?:.*\n)*export OPENAI_API_KEY=/m,
  /^What is Databricks\?\n$/,
  /^What is Databricks\?\n$/,
  /^\[\[-?[\d.e-]+,.*\],\[.*\]\]\n$/,
  // LangChain
  /^hello\n$/,
  /^\[\n( {2}-?\d[\d.e-]*,?\n){3}\]\n$/,
  /^How are you\?\n$/,
  /^How are you\?\n$/,
  /^How are you\?\n$/,
  /^How are you\? Be concise\.\n$/,
  /^HOW ARE YOU\?\n$/,
  /^I am well\. You\?\n$/,
  /^I am well\. You\?\n$/,
];

let provider: RunningLocalWorkspace;
let workspace: RunningLocalWorkspace;
let driver: TestServer;

beforeAll(async () => {
  provider = await startLocalWorkspace({ aliases: { 'gpt-4': 'local-echo', 'gpt-4o-mini': 'local-echo' } });
  workspace = await startLocalWorkspace({
    aliases: {
      'databricks-dbrx-instruct': 'local-echo',
      'databricks-meta-llama-3-1-405b-instruct': 'local-echo',
      'databricks-bge-large-en': 'local-embed',
      'main.default.dolly': 'local-echo',
    },
    upstreams: { openai: `${provider.host}/serving-endpoints` },
  });
  driver = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('"I am well. You?"');
  });
  // The examples of LangChain take these two for granted.
  const served = {
    dolly: {
      entity_name: 'main.default.dolly',
      entity_version: '1',
      workload_size: 'Small',
      scale_to_zero_enabled: true,
    },
    'my-chat': {
      external_model: {
        name: 'gpt-4',
        provider: 'openai',
        task: 'llm/v1/chat',
        openai_config: { openai_api_key_plaintext: provider.token },
      },
    },
  };
  for (const [name, entity] of Object.entries(served)) {
    const stdin = JSON.stringify({ name, config: { served_entities: [{ name, ...entity }] } });
    const { code, stderr } = await servectl(['endpoints', 'create', '-f', '-'], stdin);
    if (code !== 0) throw new Error(stderr);
  }
});

afterAll(async () => {
  for (const opened of [provider, workspace, driver]) await opened[Symbol.asyncDispose]();
});

const servectl = (argv: readonly string[], stdin?: string) =>
  run(argv, {
    ...(stdin !== undefined && { stdin }),
    env: {
      ...workspace.env,
      // The driver stands in for the workspace that passes requests on to it.
      ...(argv.includes('--cluster-id') && { DATABRICKS_HOST: driver.origin }),
      OPENAI_API_KEY: provider.token,
    },
  });

/** The words of a line, as a shell splits it; the port of the example becomes the driver's. */
const words = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) =>
    (double ?? single ?? bare ?? '').replace(/^7777$/, String(driver.port)),
  );

describe('who comes from another client', () => {
  it('finds an output here for every line of the tables', () => {
    expect(lines).toHaveLength(printed.length);
  });

  it.each(lines.map((line, at) => [line, printed[at]] as const))(
    'runs servectl %s',
    async (line, output = /never/) => {
      const { code, stdout, stderr } = await servectl(words(line));
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      // What changed is told on stderr; stdout is for results.
      expect(stdout === '' ? stderr : stdout).toMatch(output);
    },
  );

  it('sends to an app on a driver what LangChain sends', () => {
    expect(driver.seen.map(({ path, body }) => [path, JSON.parse(body) as unknown])).toEqual([
      ['/', { prompt: 'How are you?' }],
      [`/driver-proxy-api/o/0/0000-000000-xxxxxxxx/${driver.port}`, { prompt: 'How are you?' }],
    ]);
  });
});
