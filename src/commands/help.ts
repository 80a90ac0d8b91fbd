import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { verb, type ServectlCommand } from './shared/command.ts';

/** `servectl help [topic]`: a topic of its own, or the help of a command. */
export function helpCommand(write: (text: string) => void): ServectlCommand {
  const command = verb('help', 'Help on a command or a topic: exit-codes, environment, variables', [
    ['What the exit codes mean', 'servectl help exit-codes'],
    ['The variables that are read', 'servectl help environment'],
    ['What ${…} stands for in a manifest', 'servectl help variables'],
    ['A command', 'servectl help endpoints create'],
  ]).argument('[topic...]', 'a topic, or a command as you would type it');
  command.action((words: readonly string[]) => {
    const topic = topics.get(words.join(' '));
    if (topic !== undefined) write(topic);
    else findCommand(command.parent ?? command, words).outputHelp();
  });
  return command;
}

function findCommand(root: Command, words: readonly string[]): Command {
  let found = root;
  for (const word of words) {
    const next = found.commands.find((child) => child.name() === word);
    if (!next) {
      throw new UsageError(`there is no help on '${words.join(' ')}'`, {
        hint: `topics are ${[...topics.keys()].join(', ')}; commands are listed by servectl --help`,
      });
    }
    found = next;
  }
  return found;
}

const topics: ReadonlyMap<string, string> = new Map([
  [
    'exit-codes',
    `Exit codes are a contract: they change only with a major version.

    0  ok; also where the reader of the output has gone (a pipe into head)
    1  an unexpected failure, TLS refused, an answer that isn't the API's, a guardrail's refusal,
       a deployment that failed, a stream that was cut
    2  wrong usage, or input that doesn't validate; nothing was sent
    3  changes are present (diff --exit-code only)
    4  authentication or permission; no workspace configured
    5  not found
    6  a conflict, an update in progress, a stopped endpoint
    7  timed out waiting; the remote work goes on
    8  an assertion about an answer failed
    9  throttled or unavailable after retries: 429, 5xx, DNS, connection refused or reset
  130  interrupted (Ctrl-C)
  143  terminated

With -o json or ndjson a failure is also one JSON object on stderr:
  {"error": {"code", "message", "status", "request_id", "details", "fix", "retryable"}}
`,
  ],
  [
    'environment',
    `Variables that are read. A flag wins over its variable; --env-file fills what the environment lacks.

Node itself looks at the file of --env-file, before servectl does, even though the flag stands after the
script: one that is missing ends with Node's message 'node: FILE: not found' and code 9, and a
NODE_OPTIONS in it is obeyed.

Which workspace:
  SERVECTL_TARGET            as --target
  DATABRICKS_HOST            https://… of the workspace
  DATABRICKS_TOKEN           a personal access token
  DATABRICKS_CLIENT_ID       OAuth client of a service principal, with
  DATABRICKS_CLIENT_SECRET   its secret
  DATABRICKS_CONFIG_PROFILE  as --profile
  DATABRICKS_CONFIG_FILE     in place of ~/.databrickscfg
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY

Output:
  SERVECTL_OUTPUT            as --output
  NO_COLOR                   no colour; FORCE_COLOR and CLICOLOR_FORCE: colour without a terminal too
  TERM=dumb                  no colour, no spinner
  CI                         as --no-input
  XDG_DATA_HOME              where the embedded workspace keeps its file
`,
  ],
  [
    'variables',
    `Variables stand in the values of a manifest, never in its keys. They are put in after the file is read,
so that no value can break it; what was put in is not read again.

  \${env.NAME}              of the environment, or of --env-file
  \${var.NAME}              of --var NAME=VALUE or --var-file FILE, else what a bundle declares
  \${var.NAME:-default}     the default, where the variable has no value; any of them may have one
  \${bundle.name}, \${bundle.target}, \${workspace.host}, \${workspace.current_user.userName},
  \${resources.secret_scopes.KEY.name}
                           as in a Databricks bundle

  $\${env.NAME}             no variable: the text \${env.NAME} itself

A value that is one whole variable takes the variable's own type. Anything else that begins with a dollar
sign, such as \${HOME}, is left as it is.
`,
  ],
]);
