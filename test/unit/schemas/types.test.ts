import { describe, expect, expectTypeOf, it } from 'vitest';
import type { EndpointState } from '#schemas/api/endpoint-state.ts';
import type { Route } from '#schemas/api/traffic-config.ts';
import { EndpointTag } from '#schemas/api/tag.ts';
import type { TokenResponse } from '#schemas/api/oauth.ts';
import type { ServedEntityInput } from '#schemas/api/served-entity.ts';
import type { EndpointDocument, EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';

describe('the types', () => {
  it('are inferred from the schemas under their names', () => {
    const tag: EndpointTag = EndpointTag.parse({ key: 'team' });
    expect(tag.key).toBe('team');
    expectTypeOf<EndpointTag['value']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Route['traffic_percentage']>().toEqualTypeOf<number>();
  });

  it('take unknown values of open enumerations, and keep unknown fields', () => {
    expectTypeOf<'READY'>().toExtend<EndpointState['ready']>();
    expectTypeOf<string>().toExtend<EndpointState['ready']>();
    expectTypeOf<number>().not.toExtend<EndpointState['ready']>();
    expectTypeOf<{ key: string; color: string }>().toExtend<EndpointTag>();
  });

  it('require what the API requires', () => {
    expectTypeOf<{ value: string }>().not.toExtend<EndpointTag>();
    expectTypeOf<{ tags: [] }>().not.toExtend<EndpointDocument>();
    expectTypeOf<{ rate_limits: [] }>().toExtend<EndpointUpdateDocument>();
    expectTypeOf<{ scale_to_zero_enabled: 'true' }>().not.toExtend<ServedEntityInput>();
  });

  it('are those of the parsed value', () => {
    expectTypeOf<TokenResponse['expires_in']>().toEqualTypeOf<number | undefined>();
  });
});
