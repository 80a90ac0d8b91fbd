import type { PartialEndpoint, RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';
import { isVariable } from './texts.ts';

export function* gatewayRules(document: PartialEndpoint): Generator<RuleFinding> {
  yield* inferenceTable(document);
  yield* fallback(document);
}

function* inferenceTable({ ai_gateway, config }: PartialEndpoint): Generator<RuleFinding> {
  const table = ai_gateway?.inference_table_config;
  const path = ['ai_gateway', 'inference_table_config'];
  if (table?.enabled === true) {
    for (const key of ['catalog_name', 'schema_name'] as const) {
      if (table[key] !== undefined && table[key] !== '') continue;
      yield {
        code: 'inference-table-place',
        path: [...path, 'enabled'],
        part: 'key',
        message: `an enabled inference table needs \`${key}\``,
        hint: `add \`${key}: …\``,
      };
    }
  }
  const prefix = table?.table_name_prefix;
  if (prefix !== undefined && !isVariable(prefix) && !/^[A-Za-z0-9_-]*$/.test(prefix)) {
    yield {
      code: 'table-prefix',
      path: [...path, 'table_name_prefix'],
      message: 'a table name prefix holds letters, digits, `-` and `_`; other characters may be refused',
      hint: 'write it with those',
    };
  }
  if (table && config?.auto_capture_config) {
    yield {
      code: 'inference-table-twice',
      path: ['config', 'auto_capture_config'],
      part: 'key',
      message:
        '`auto_capture_config` is superseded by `ai_gateway.inference_table_config`, which is given, too',
      hint: 'remove `auto_capture_config`',
    };
  }
}

function* fallback(document: PartialEndpoint): Generator<RuleFinding> {
  if (document.ai_gateway?.fallback_config?.enabled !== true || servedBy(document).length !== 1) return;
  yield {
    code: 'fallback-alone',
    path: ['ai_gateway', 'fallback_config', 'enabled'],
    message: 'there is only one served entity, so there is nothing to fall back to',
    hint: 'add an entity with `traffic_percentage: 0`, or remove `fallback_config`',
  };
}
