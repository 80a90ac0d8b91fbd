/** Where a row of the field policy is known from. */
export const bundleEngine = 'databricks/cli, resources.yml of the bundle engine';
export const bundleTestServer = "databricks/cli, the test server's serving endpoints";
export const terraformDocs = 'Terraform provider docs, databricks_model_serving';
export const pythonSdk = 'databricks-sdk-py, databricks/sdk/service/serving.py';
export const ourOwn = 'servectl, which keeps no state beside the workspace';
export const inferred = 'inferred from the REST reference';
export const protobufJson = 'Protocol Buffers documentation, ProtoJSON format: int64 is written as text';
