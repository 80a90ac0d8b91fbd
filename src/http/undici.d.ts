// undici has no exports map, and loading all of it takes as long as starting Node. These are the modules that are
// loaded by themselves; their types are the package's own.
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  export default Pool;
}

declare module 'undici/lib/dispatcher/proxy-agent.js' {
  import { ProxyAgent } from 'undici';
  export default ProxyAgent;
}

declare module 'undici/lib/api/api-connect.js' {
  import type { Dispatcher } from 'undici';
  /** A method: `undici` puts it on every dispatcher when the whole package is loaded. */
  const connect: Dispatcher['connect'];
  export default connect;
}
