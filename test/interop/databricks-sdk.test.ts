import { givenBothSignIns } from './helpers/given.ts';
import { pythonSuite } from './helpers/python-suite.ts';

pythonSuite('databricks-sdk 0.156.0', {
  environment: 'current',
  file: 'test_databricks_sdk.py',
  given: givenBothSignIns,
});
