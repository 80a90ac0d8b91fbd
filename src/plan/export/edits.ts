import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { isRecord } from '#schemas/structure.ts';
import { listIn, part } from '../circumstances.ts';
import { isCredentialAt } from '../credentials.ts';
import { type Comparable, comparableDocument, comparableEndpoint } from '../normalize.ts';
import { grantLabel, planPermissions } from '../plan-permissions.ts';
import { createJudge, type JudgedDifference } from '../policy.ts';
import { documentPlace } from '../routing.ts';
import type { DocumentPath, LiveEndpoint } from '../types.ts';
import { counterpart, itemLike } from './counterpart.ts';
import { excludedBy, excludesOlderLimits } from './excluded.ts';
import type { BothSides, Edit, ExportedDocument, Remark } from './types.ts';

/**
 * What has to change in a document so that it declares what the endpoint has. Where a plan for the document would find
 * no difference it stays as it is, whatever its spelling; what it doesn't mention is added.
 * @param caller whose own CAN_MANAGE a document need not declare
 */
export function editsFor(
  document: EndpointDocument,
  { endpoint, permissions }: LiveEndpoint,
  { document: exported, remarks }: ExportedDocument,
  caller: string | undefined,
): readonly Edit[] {
  const edits = new Edits(document, exported, remarks);
  const actual = comparableEndpoint(endpoint);
  const wanted = comparableDocument(exported);
  const desired = withLoneName(comparableDocument(document), document, exported, wanted);
  const sides = { desired, wanted };
  for (const difference of createJudge()({ desired, actual, kindSwitched: false })) {
    edits.consider(difference, sides);
  }
  edits.completeEntities(sides);
  if (permissions) edits.considerPermissions(permissions, caller);
  edits.arrangeEntities(sides, actual);
  return edits.list();
}

/** A lone model without a name is the same one in another version, which is a part of its name by default. */
function withLoneName(
  comparable: Comparable,
  document: EndpointDocument,
  exported: EndpointDocument,
  wanted: Comparable,
): Comparable {
  const at = ['config', 'served_entities'];
  const [declared, another] = document.config?.served_entities ?? document.config?.served_models ?? [];
  const [present, second] = exported.config?.served_entities ?? [];
  const [entity] = listIn(comparable, ...at);
  const isLone = declared && present && !another && !second;
  if (!isLone || declared.name !== undefined || present.name !== undefined) return comparable;
  if (!isRecord(entity) || entity['entity_name'] !== present.entity_name) return comparable;
  const config = comparable['config'] as Comparable;
  const name = part(listIn(wanted, ...at)[0], 'name');
  return { ...comparable, config: { ...config, served_entities: [{ ...entity, name }] } };
}

const capacity = ['workload_size', 'min_provisioned_concurrency', 'max_provisioned_concurrency'];

class Edits {
  readonly #document: EndpointDocument;
  readonly #exported: EndpointDocument;
  readonly #remarks: readonly Remark[];
  readonly #isOlderForm: boolean;
  /** By the path, so that a part is edited once. */
  readonly #found = new Map<string, Edit>();
  readonly #appended = new Map<string, number>();

  constructor(document: EndpointDocument, exported: EndpointDocument, remarks: readonly Remark[]) {
    this.#document = document;
    this.#exported = exported;
    this.#remarks = remarks;
    this.#isOlderForm =
      document.config?.served_models !== undefined && document.config.served_entities === undefined;
  }

  list(): readonly Edit[] {
    const edits = [...this.#found.values()].filter(({ at }) => !this.#isCovered(at));
    if (!this.#isOlderForm) return edits;
    if (edits.some((edit) => edit.kind === 'set' && isNoModel(edit))) return this.#inNewerForm(edits);
    return edits.map((edit) => {
      const at = documentPlace(edit.at, true);
      return edit.kind === 'set' ? { ...edit, at, value: inOlderWords(edit) } : { ...edit, at };
    });
  }

  /** What a served model can't say takes served entities in its place. */
  #inNewerForm(edits: readonly Edit[]): readonly Edit[] {
    const at = ['config', 'served_entities'];
    const value = valueAt(this.#exported, at);
    return [
      ...edits.filter((edit) => !startsWith(edit.at, at)),
      { kind: 'remove', at: ['config', 'served_models'] },
      { kind: 'set', at, value, remarks: this.#remarksIn(at) },
    ];
  }

  consider(difference: JudgedDifference, sides: BothSides): void {
    const { verdict, root } = difference;
    if (verdict.kind === 'change' || verdict.kind === 'immutable') {
      if (root.to === undefined) this.#add(root, sides);
      else if (root.from === undefined) this.#remove(root.at);
      else this.#replace(root, sides);
    } else if (verdict.row.kind === 'undeclared' && verdict.row.id !== 'ownership-tag') {
      this.#add(root, sides);
    } else if (verdict.kind === 'write-only') {
      const excluded = isPlaintext(difference.at) ? excludedBy(difference.at, sides) : undefined;
      if (excluded) this.#remove(excluded);
    }
  }

  /** Parts of served entities that hang together: credentials, the two ways to state a capacity, routes. */
  completeEntities(sides: BothSides): void {
    const { desired, wanted } = sides;
    if (excludesOlderLimits(sides)) this.#remove(['rate_limits']);
    for (const [index, entity] of listIn(desired, 'config', 'served_entities').entries()) {
      const at = ['config', 'served_entities', index];
      const path = counterpart(at, { desired, wanted });
      if (!path) continue;
      const exported = valueAt(this.#exported, path);
      if (capacity.some((field) => this.#found.get(keyOf([...at, field]))?.kind === 'remove')) {
        for (const field of capacity) this.#fill([...at, field], [...path, field], entity, [field]);
      }
      for (const remark of this.#remarks) {
        const inside = remark.at.slice(path.length);
        if (!startsWith(remark.at, path) || !isPlaintext(inside)) continue;
        if (part(exported, ...inside.map(String)) === undefined) continue;
        this.#fill([...at, ...inside], remark.at, entity, inside.map(String));
      }
    }
    this.#completeRoutes(desired, wanted);
  }

  #completeRoutes(desired: Comparable, wanted: Comparable): void {
    const at = ['config', 'traffic_config'];
    const isEdited = [...this.#found.values()].some((edit) => startsWith(edit.at, at));
    if (part(wanted, ...at) === undefined) {
      // A lone entity gets all traffic without a word.
      if (isEdited && part(desired, ...at) !== undefined) this.#remove(at);
    } else if (listIn(wanted, 'config', 'served_entities').length > 1 && part(desired, 'config')) {
      this.#fill(at, at, desired, at);
    }
  }

  considerPermissions(present: NonNullable<LiveEndpoint['permissions']>, caller: string | undefined): void {
    const { permissions: declared, name } = this.#document;
    const { permissions: grants = [] } = this.#exported;
    if (!declared) {
      if (grants.length > 0) this.#set(['permissions'], grants, []);
      return;
    }
    for (const { at, from, reason, path } of planPermissions(name, declared, present, caller).changes) {
      const grant = grants.find((each) => `permissions[${grantLabel(each)}]` === path);
      if (!at) this.#append(['permissions'], declared.length, grant);
      else if (reason === 'added') this.#remove(at);
      else this.#set([...at, 'level'], from, []);
    }
  }

  /** With fallbacks, entities are tried in their order. */
  arrangeEntities({ desired, wanted }: BothSides, actual: Comparable): void {
    const at = ['config', 'served_entities'];
    if (part(actual, 'ai_gateway', 'fallback_config', 'enabled') !== true || this.#found.has(keyOf(at)))
      return;
    const names = (comparable: Comparable) =>
      listIn(comparable, ...at).map((entity) => String(part(entity, 'name')));
    const present = names(desired);
    let next = present.length;
    const order = names(wanted).map((name) => (present.includes(name) ? present.indexOf(name) : next++));
    if (order.every((index, place) => place === 0 || index > (order[place - 1] ?? 0))) return;
    for (const [index] of present.entries()) {
      const key = keyOf([...at, index]);
      if (this.#found.get(key)?.kind === 'remove') this.#found.delete(key);
    }
    this.#found.set(keyOf(at), { kind: 'arrange', at, order });
  }

  #add(root: JudgedDifference['root'], sides: BothSides): void {
    const { at } = root;
    if (at.at(-1) !== -1) {
      const path = counterpart(at, sides);
      if (path) this.#setFrom(at, path);
      return;
    }
    const list = at.slice(0, -1);
    const path = itemLike(list, root, sides);
    if (path && !this.#found.has(`${keyOf(list)} ${root.path}`)) {
      const length = listIn(sides.desired, ...list.map(String)).length;
      this.#append(list, length, valueAt(this.#exported, path), path, root.path);
    }
  }

  #replace({ at, from }: JudgedDifference['root'], sides: BothSides): void {
    const path = counterpart(at, sides);
    // What silence would mean as well, the export leaves out; what is said here is said on.
    if (path) this.#setFrom(at, path);
    else if (isCredentialAt(from, at)) this.#remove(at);
    else this.#set(at, from, []);
  }

  #fill(at: DocumentPath, from: DocumentPath, inside: unknown, path: readonly string[]): void {
    if (part(inside, ...path) === undefined && valueAt(this.#exported, from) !== undefined) {
      this.#setFrom(at, from);
    }
  }

  #setFrom(at: DocumentPath, path: DocumentPath): void {
    this.#set(at, valueAt(this.#exported, path), this.#remarksIn(path));
  }

  #append(
    list: DocumentPath,
    length: number,
    value: unknown,
    path: DocumentPath = [],
    label = keyOf([String(this.#appended.get(keyOf(list)))]),
  ): void {
    if (value === undefined) return;
    const count = this.#appended.get(keyOf(list)) ?? 0;
    this.#appended.set(keyOf(list), count + 1);
    const at = [...list, length + count];
    const remarks = path.length > 0 ? this.#remarksIn(path) : [];
    this.#found.set(`${keyOf(list)} ${label}`, { kind: 'set', at, value, remarks });
  }

  #set(at: DocumentPath, value: unknown, remarks: readonly Remark[]): void {
    if (value !== undefined) {
      this.#found.set(keyOf(at), { kind: 'set', at, value, remarks });
    }
  }

  #remove(at: DocumentPath): void {
    this.#found.set(keyOf(at), { kind: 'remove', at });
  }

  /** Whether a part around it is set or removed as a whole. */
  #isCovered(at: DocumentPath): boolean {
    return at.some((_, length) => {
      const around = this.#found.get(keyOf(at.slice(0, length)));
      return around !== undefined && around.kind !== 'arrange';
    });
  }

  #remarksIn(path: DocumentPath): readonly Remark[] {
    return this.#remarks
      .filter((remark) => startsWith(remark.at, path))
      .map(({ at, text }) => ({ at: at.slice(path.length), text }));
  }
}

const keyOf = (path: DocumentPath): string => JSON.stringify(path);

const startsWith = (path: DocumentPath, start: DocumentPath): boolean =>
  keyOf(path.slice(0, start.length)) === keyOf(start);

const isPlaintext = (at: DocumentPath): boolean => String(at.at(-1)).endsWith('_plaintext');

const valueAt = (document: unknown, at: DocumentPath): unknown => part(document, ...at.map(String));

type SetEdit = Extract<Edit, { kind: 'set' }>;

const isWholeEntity = ({ at }: SetEdit): boolean => at[1] === 'served_entities' && at.length === 3;

const isNoModel = (edit: SetEdit): boolean =>
  edit.at[1] === 'served_entities' &&
  (edit.at[3] === 'external_model' ||
    (isWholeEntity(edit) &&
      ['entity_name', 'entity_version', 'scale_to_zero_enabled'].some(
        (field) => part(edit.value, field) === undefined,
      )));

/** An entity that comes to stand among served models. */
function inOlderWords(edit: SetEdit): unknown {
  const { value } = edit;
  if (!isWholeEntity(edit) || !isRecord(value)) return value;
  const { entity_name, entity_version, ...rest } = value;
  return { model_name: entity_name, model_version: entity_version, ...rest };
}
