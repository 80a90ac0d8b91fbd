import { list, message, text } from '../decode.ts';
import { aiGateway, readAiGateway } from '../endpoints/ai-gateway.ts';
import { detailedAnswer, gatewayAnswer } from '../endpoints/answer.ts';
import { emailNotifications } from '../endpoints/notifications.ts';
import { legacyRateLimits, readLegacyRateLimits } from '../endpoints/rate-limits.ts';
import { readExportState } from '../endpoints/system-metrics.ts';
import { patchTags, readTags, sortedTags, tags } from '../endpoints/tags.ts';
import { readTelemetry, telemetryConfig, withoutTelemetry } from '../endpoints/telemetry.ts';
import type { ControlServices } from '../services.ts';
import type { EndpointRecord } from '../store/records.ts';
import { invalidParameter } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { originOf, readBody } from './body.ts';
import { endpointsPath } from './endpoints.ts';

const tagsPatch = message({ add_tags: tags, delete_tags: list(text) });
const rateLimitsPut = message({ rate_limits: legacyRateLimits });
const notificationsPatch = message({ email_notifications: emailNotifications });
const telemetryPatch = message({ telemetry_config: telemetryConfig });
const exportPatch = message({ uc_system_metrics_export_state: text });

/** What is changed without a deployment: tags, limits, gateway, notifications, telemetry. */
export function mountEndpointSettings(app: LocalApp, { directory, now }: ControlServices): void {
  const path = `${endpointsPath}/:name`;
  const touched = (endpoint: EndpointRecord): EndpointRecord => ({
    ...endpoint,
    last_updated_timestamp: now(),
  });

  app.patch(`${path}/tags`, async (c) => {
    const { add_tags = [], delete_tags = [] } = await readBody(c, tagsPatch);
    const endpoint = directory.change(c.req.param('name'), (current) =>
      touched({ ...current, tags: patchTags(current.tags, readTags(add_tags), delete_tags) }),
    );
    return c.json({ tags: sortedTags(endpoint.tags) });
  });

  app.put(`${path}/rate-limits`, async (c) => {
    const { rate_limits = [] } = await readBody(c, rateLimitsPut);
    const endpoint = directory.change(c.req.param('name'), (current) =>
      touched({ ...current, rate_limits: readLegacyRateLimits(rate_limits, current) }),
    );
    return c.json({ rate_limits: endpoint.rate_limits });
  });

  app.put(`${path}/ai-gateway`, async (c) => {
    const request = await readBody(c, aiGateway);
    const endpoint = directory.change(c.req.param('name'), (current) =>
      touched(replaced(current, 'ai_gateway', readAiGateway(request, current.ai_gateway))),
    );
    return c.json(gatewayAnswer(endpoint));
  });

  app.patch(`${path}/notifications`, async (c) => {
    const { email_notifications } = await readBody(c, notificationsPatch);
    const endpoint = directory.change(c.req.param('name'), (current) =>
      touched(replaced(current, 'email_notifications', filled(email_notifications))),
    );
    return c.json({
      name: endpoint.name,
      ...(endpoint.email_notifications && { email_notifications: endpoint.email_notifications }),
    });
  });

  app.patch(`${path}/telemetry-config`, async (c) => {
    const { telemetry_config } = await readBody(c, telemetryPatch);
    const name = c.req.param('name');
    const unsupported = withoutTelemetry(directory.get(name));
    if (unsupported) {
      throw invalidParameter(
        `Telemetry configuration is not supported for endpoint type '${unsupported}'. This API only supports endpoints with custom served models.`,
      );
    }
    const endpoint = directory.changeIdle(name, 'telemetry configuration', (current) =>
      touched(
        replaced(current, 'telemetry_config', readTelemetry(telemetry_config, current.telemetry_config)),
      ),
    );
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });

  app.patch(`${path}/system-metrics-export-state`, async (c) => {
    const { uc_system_metrics_export_state } = await readBody(c, exportPatch);
    const endpoint = directory.change(c.req.param('name'), (current) =>
      touched(
        replaced(current, 'uc_system_metrics_export_state', readExportState(uc_system_metrics_export_state)),
      ),
    );
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });
}

type OptionalKey =
  'ai_gateway' | 'email_notifications' | 'telemetry_config' | 'uc_system_metrics_export_state';

/** The endpoint with `value` under `key`, or without the key where there is none. */
function replaced<Key extends OptionalKey>(
  endpoint: EndpointRecord,
  key: Key,
  value: EndpointRecord[Key] | undefined,
): EndpointRecord {
  const others = Object.entries(endpoint).filter(([name]) => name !== key);
  return Object.fromEntries(
    value === undefined ? others : [...others, [key, value]],
  ) as unknown as EndpointRecord;
}

const filled = <Value extends object>(value: Value | undefined): Value | undefined =>
  value && Object.keys(value).length > 0 ? value : undefined;
