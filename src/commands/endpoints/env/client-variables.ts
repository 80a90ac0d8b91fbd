import type { Assignments } from '../../../output/assignments.ts';
import { dialectOfTask } from '../../../predict/dialect.ts';

/** What the variables follow from. */
export interface Access {
  /** Of the endpoint. */
  readonly name: string;
  /** As `taskOf` says it; undefined where the endpoint may not be looked at. */
  readonly task: string | undefined;
  /** The workspace: scheme, host and port. */
  readonly host: string;
  readonly workspaceId?: string | undefined;
  /** The endpoint's own address, where it is asked there: a route-optimised endpoint. */
  readonly plane?: string | undefined;
  /** The profile that the credentials are from. */
  readonly profile?: string | undefined;
  readonly token?: {
    /** For the OpenAI clients: of the workspace, or of the endpoint alone where `plane` is given. */
    readonly openai: string;
    /** For Databricks' own clients; absent where they find credentials by themselves, and renew them. */
    readonly databricks?: string;
  };
  /** The shell holds credentials of another method, too, which Databricks' clients take for a conflict. */
  readonly hasOtherCredentials: boolean;
}

/**
 * What the clients read, by their own names, and no other:
 * - OpenAI's (Python, JavaScript; LangChain's ChatOpenAI): `OPENAI_BASE_URL`, `OPENAI_API_KEY`;
 * - whatever stands on a Databricks SDK (databricks-langchain, MLflow, aisuite): `DATABRICKS_HOST`, `DATABRICKS_TOKEN` or
 *   `DATABRICKS_CONFIG_PROFILE`, `DATABRICKS_AUTH_TYPE`, `DATABRICKS_WORKSPACE_ID`;
 * - `mlflow.deployments.get_deploy_client()`: `MLFLOW_DEPLOYMENTS_TARGET`.
 *
 * None of them reads the name of the endpoint from a variable.
 */
export function clientVariables(access: Access): Assignments {
  const { name, task, host, plane, profile, token, workspaceId } = access;
  const dialect = dialectOfTask(task);
  const openAiUrl = plane === undefined ? `${host}/serving-endpoints` : openAiBase(plane, name);
  const speaksOpenAi = dialect !== 'rows' && openAiUrl !== undefined;
  const usesProfile = profile !== undefined && token?.databricks === undefined;
  return {
    variables: {
      ...(speaksOpenAi ? { OPENAI_BASE_URL: openAiUrl } : {}),
      ...(speaksOpenAi && token ? { OPENAI_API_KEY: token.openai } : {}),
      DATABRICKS_HOST: host,
      ...(workspaceId === undefined ? {} : { DATABRICKS_WORKSPACE_ID: workspaceId }),
      // A host in the environment turns `.databrickscfg` off, unless a profile is named beside it.
      ...(usesProfile ? { DATABRICKS_CONFIG_PROFILE: profile } : {}),
      ...databricksToken(access),
      MLFLOW_DEPLOYMENTS_TARGET: usesProfile ? `databricks://${profile}` : 'databricks',
    },
    comments: [
      `the model is named in each call: ${name}${task === undefined || task === '' ? '' : ` (${task})`}`,
      ...(speaksOpenAi ? [] : ["the endpoint takes rows, which OpenAI's clients cannot send"]),
      ...(plane === undefined
        ? []
        : [`the endpoint has an address of its own, which MLflow's client does not know: ${plane}`]),
      ...(token || (usesProfile && !speaksOpenAi)
        ? []
        : [`${speaksOpenAi ? 'OPENAI_API_KEY' : 'DATABRICKS_TOKEN'} is not set: --with-token prints it`]),
    ],
  };
}

const databricksToken = ({ token, hasOtherCredentials }: Access): Readonly<Record<string, string>> =>
  token?.databricks === undefined
    ? {}
    : { DATABRICKS_TOKEN: token.databricks, ...(hasOtherCredentials ? { DATABRICKS_AUTH_TYPE: 'pat' } : {}) };

/** OpenAI's clients add the path themselves: the address is cut before the endpoint's name. */
function openAiBase(plane: string, name: string): string | undefined {
  const end = `/${encodeURIComponent(name)}/invocations`;
  return plane.endsWith(end) ? plane.slice(0, -end.length) : undefined;
}
