import { givenGuides } from './helpers/given.ts';
import { givenTls } from './helpers/tls-front.ts';
import { pythonSuite } from './helpers/python-suite.ts';

pythonSuite('langchain-community 0.4.2', {
  environment: 'current',
  file: 'test_langchain_community.py',
  given: givenGuides(),
});

pythonSuite('langchain-community 0.0.38', {
  environment: 'langchain-2024',
  file: 'test_langchain_2024.py',
  given: givenGuides(),
});

pythonSuite('langchain 0.0.330, over TLS', {
  environment: 'langchain-2023',
  file: 'test_langchain_2023.py',
  given: givenTls,
});

pythonSuite('langchain-community 0.4.2, over TLS', {
  environment: 'current',
  file: 'test_langchain_community_driver.py',
  given: givenTls,
});
