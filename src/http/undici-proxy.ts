// What only a proxy needs: loaded when there is one.
export { default as connect } from 'undici/lib/api/api-connect.js';
export { default as ProxyAgent } from 'undici/lib/dispatcher/proxy-agent.js';
