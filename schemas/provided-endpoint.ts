/** Endpoints of such names are provided by Databricks; nobody else can create one. */
export const hasProvidedName = (name: string): boolean => name.startsWith('databricks-');

/** What of a provided endpoint can be declared. */
export const changeableOfProvided: ReadonlySet<string> = new Set([
  'ai_gateway',
  'rate_limits',
  'permissions',
]);
