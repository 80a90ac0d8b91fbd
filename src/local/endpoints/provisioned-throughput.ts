import { randomUUID } from 'node:crypto';
import { flag, integer, list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { CommitmentRecord } from '../store/records.ts';
import { aiGateway } from './ai-gateway.ts';
import { emailNotifications } from './notifications.ts';
import { tags } from './tags.ts';
import { trafficConfig } from './traffic.ts';

const entity = message({
  name: text,
  entity_name: text,
  entity_version: text,
  provisioned_model_units: integer,
  burst_scaling_enabled: flag,
  pt_term: text,
  pt_auto_renew: flag,
});

const config = message({ served_entities: list(entity), traffic_config: trafficConfig });
const relocation = message({ source_endpoint: text, commitment_ids: list(text) });

export const createThroughputRequest = message({
  name: text,
  config,
  ai_gateway: aiGateway,
  budget_policy_id: text,
  email_notifications: emailNotifications,
  tags,
  relocate_pt_commitment: relocation,
});

export const updateThroughputRequest = message({
  config,
  pt_commitment_auto_renew: message({ commitment_id: text, auto_renew: flag }),
  relocate_pt_commitment: relocation,
});

export type ThroughputEntity = Decoded<typeof entity>;
export type Relocation = Decoded<typeof relocation>;

const terms: Readonly<Record<string, number>> = { COMMITMENT_TERM_1_MONTH: 1, COMMITMENT_TERM_3_MONTHS: 3 };

/** What each entity must say to be served by the unit. @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readThroughputEntities(
  sent: Decoded<typeof config> | undefined,
): readonly ThroughputEntity[] {
  const entities = sent?.served_entities ?? [];
  if (entities.length === 0) throw invalidParameter("Missing required field 'served_entities' of config.");
  for (const { entity_name, provisioned_model_units: units, pt_term, pt_auto_renew } of entities) {
    if (!entity_name) throw invalidParameter("Missing required field 'entity_name' of served_entities.");
    if (units === undefined || units < 0) {
      throw invalidParameter(`'provisioned_model_units' of '${entity_name}' must be set, and not negative.`);
    }
    if (pt_term !== undefined && !Object.hasOwn(terms, pt_term)) {
      throw invalidParameter(`'${pt_term}' is not a term. Supported: ${Object.keys(terms).join(', ')}.`);
    }
    if (pt_auto_renew !== undefined && pt_term === undefined) {
      throw invalidParameter("'pt_auto_renew' can be set only together with 'pt_term'.");
    }
  }
  return entities;
}

/** A commitment for each entity that asks for a term. */
export function newCommitments(
  entities: readonly ThroughputEntity[],
  now: number,
): readonly CommitmentRecord[] {
  return entities.flatMap(({ provisioned_model_units = 0, pt_term: term, pt_auto_renew }) => {
    if (term === undefined) return [];
    const expires = new Date(now);
    expires.setUTCMonth(expires.getUTCMonth() + (terms[term] ?? 0));
    return {
      id: randomUUID(),
      provisioned_model_units,
      term,
      start_time: now,
      expire_time: expires.getTime(),
      status: 'ACTIVE' as const,
      auto_renew: pt_auto_renew ?? false,
      auto_renew_editable: true,
    };
  });
}
