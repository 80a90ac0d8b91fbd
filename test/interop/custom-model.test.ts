import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveCustomModel } from './helpers/custom-model.ts';
import { pythonSuite } from './helpers/python-suite.ts';
import { emptyFolder, type ServedWorkspace } from './helpers/workspace.ts';

pythonSuite('a scikit-learn model, asked by mlflow-skinny 3.17.2', {
  environment: 'current',
  file: 'test_custom_model.py',
  given: async () => {
    const workspace = await serveCustomModel();
    return { variables: workspace.env, stop: () => workspace.stop() };
  },
});

describe('a scikit-learn model, asked by servectl', () => {
  let workspace: ServedWorkspace;
  let csv: string;
  let json: string;
  beforeAll(async () => {
    workspace = await serveCustomModel();
    const folder = emptyFolder();
    csv = join(folder, 'rows.csv');
    json = join(folder, 'rows.json');
    await writeFile(csv, 'a,b\n1,2\n3,4\n');
    await writeFile(json, '[{"a": 1, "b": 2}, {"a": 3, "b": 4}]');
  });
  afterAll(() => workspace.stop());

  const predictions = async (...flags: readonly string[]): Promise<unknown> => {
    const printed = await workspace.servectl('endpoints', 'predict', 'regression', ...flags, '-o', 'json');
    return (JSON.parse(printed) as { predictions: number[] }).predictions.map((value) => Math.round(value));
  };

  it.each(['records', 'split', 'instances', 'inputs'])('takes the rows of a file as %s', async (form) => {
    expect(await predictions('--rows', json, '--as', form)).toEqual([5, 11]);
    expect(await predictions('--rows', csv, '--as', form)).toEqual([5, 11]);
  });

  it.each([
    '{"dataframe_split": {"columns": ["a", "b"], "data": [[1, 2], [3, 4]]}}',
    '{"dataframe_records": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}',
    '{"instances": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}',
    '{"inputs": {"a": [1, 3], "b": [2, 4]}}',
  ])('takes the body %s', async (body) => {
    expect(await predictions('--data', body)).toEqual([5, 11]);
  });

  it('prints a prediction a line', async () => {
    expect(await workspace.servectl('endpoints', 'predict', 'regression', '--rows', csv)).toMatch(
      /^[45]\.?\d*\n1[01]\.?\d*\n$/,
    );
  });

  it('says what the model misses, and no traceback', async () => {
    const refused = workspace.servectl(
      'endpoints',
      'predict',
      'regression',
      '--data',
      '{"dataframe_records": [{"a": 1}]}',
    );
    await expect(refused).rejects.toThrow(/missing inputs \['b'\]/);
    await expect(refused).rejects.not.toThrow(/Traceback|stack_trace/);
  });

  it('reads CSV by its own types', async () => {
    const answer = await fetch(`${workspace.host}/serving-endpoints/regression/invocations`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${workspace.env['DATABRICKS_TOKEN'] ?? ''}`,
        'content-type': 'text/csv',
      },
      body: 'a,b\n1.0,2.0\n',
    });
    expect(await answer.json()).toEqual({ predictions: [expect.closeTo(5)] });
  });
});
