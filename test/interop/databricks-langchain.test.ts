import { givenGuides } from './helpers/given.ts';
import { pythonSuite } from './helpers/python-suite.ts';

pythonSuite('databricks-langchain 0.22.0', {
  environment: 'current',
  file: 'test_databricks_langchain.py',
  given: givenGuides(),
});
