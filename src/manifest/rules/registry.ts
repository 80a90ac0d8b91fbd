import type { Finding } from '../finding.ts';
import { capacityRules } from './capacity.ts';
import { ruleCodes, shapeCodes } from './codes.ts';
import { credentialRules, entraRules } from './credentials.ts';
import { entityRules } from './entities.ts';
import { extensionRules, grantRules } from './extensions.ts';
import { externalModelRules } from './external-model.ts';
import { gatewayRules } from './gateway.ts';
import { nameRules } from './names.ts';
import { notificationRules } from './notifications.ts';
import { providedRules } from './provided.ts';
import { rateLimitRules } from './rate-limits.ts';
import type { PartialEndpoint, Rule, RuleContext, RuleFinding } from './rule.ts';
import { tagRules } from './tags.ts';
import { telemetryRules } from './telemetry.ts';
import { trafficRules } from './traffic.ts';
import { updateRules } from './update.ts';

/** One family a row. They are independent of each other: their order doesn't matter. */
const rules: readonly Rule[] = [
  nameRules,
  providedRules,
  updateRules,
  entityRules,
  capacityRules,
  externalModelRules,
  credentialRules,
  entraRules,
  trafficRules,
  gatewayRules,
  rateLimitRules,
  telemetryRules,
  tagRules,
  notificationRules,
  extensionRules,
];

const meanings = { ...shapeCodes, ...ruleCodes };

/** Everything that the rules have to say about a document. */
export const runRules = (document: PartialEndpoint, context: RuleContext): readonly Finding[] =>
  rules.flatMap((rule) => graded(rule(document, context)));

/** Everything that they have to say about who may do what. */
export const runGrantRules = (grants: Parameters<typeof grantRules>[0]): readonly Finding[] =>
  graded(grantRules(grants));

const graded = (findings: Iterable<RuleFinding>): readonly Finding[] =>
  [...findings].map((finding) => ({ severity: meanings[finding.code].severity, ...finding }));
