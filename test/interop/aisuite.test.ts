import { givenBothSignIns } from './helpers/given.ts';
import { pythonSuite } from './helpers/python-suite.ts';

pythonSuite('aisuite 0.2.0', { environment: 'aisuite', file: 'test_aisuite.py', given: givenBothSignIns });
