/** The schemas of a gateway's answers, loaded together and only where answers are checked. */
export {
  ConfiguredEndpoint,
  ListConfiguredEndpoints,
  TrafficRoute,
} from '#schemas/gateway/configured-endpoint.ts';
export { GetStoredEndpoint, ListStoredEndpoints } from '#schemas/gateway/stored-endpoint.ts';
