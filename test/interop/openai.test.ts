import { givenGuides } from './helpers/given.ts';
import { pythonSuite } from './helpers/python-suite.ts';

pythonSuite('openai 3.52.0', { environment: 'current', file: 'test_openai.py', given: givenGuides() });
