import { join } from 'node:path';

export const repository = new URL('../../..', import.meta.url).pathname;

/** The built command line. */
export const servectl = join(repository, 'bin/servectl.js');

/** What is installed for these tests: ignored by git, made again where it is missing. */
export const installed = join(repository, '.interop');

export const pythonFolder = join(repository, 'test/interop/python');
export const javascriptFolder = join(repository, 'test/interop/javascript');
