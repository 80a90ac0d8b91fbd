import { givenGuides } from './helpers/given.ts';
import { pythonSuite } from './helpers/python-suite.ts';

pythonSuite('mlflow-skinny 3.17.2', {
  environment: 'current',
  file: 'test_mlflow.py',
  given: givenGuides({ INTEROP_MLFLOW: '3.17.2' }),
});

pythonSuite('mlflow-skinny 3.17.2, its calls for each part', {
  environment: 'current',
  file: 'test_mlflow_3.py',
  given: givenGuides(),
});

pythonSuite('mlflow-skinny 2.12.2', {
  environment: 'langchain-2024',
  file: 'test_mlflow.py',
  given: givenGuides({ INTEROP_MLFLOW: '2.12.2' }),
});
