import { closest } from '#schemas/closest.ts';
import { partAt } from '../immutable.ts';
import { interpolate } from './interpolate.ts';
import type { Resolution, Resolve } from './resolution.ts';
import type { Family, Reference } from './template.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A variable with a value that nothing more is put into. */
export interface GivenVariable {
  readonly value: unknown;
  /** A scalar as it was written. */
  readonly text?: string;
  /** The value may be a secret. */
  readonly isHidden: boolean;
  /** Given by name on the command line: for this run, so that something is expected to name it. */
  readonly isExpected?: boolean;
}

/** A variable that a bundle declares. */
export interface DeclaredVariable {
  /** Its default, which may hold variables; absent where it has none. */
  readonly value?: unknown;
  readonly text?: string;
  /** The bundle lets the workspace look it up. */
  readonly isLookup: boolean;
}

/** What a bundle adds to the variables that its files may name. */
export interface BundleScope {
  readonly variables: ReadonlyMap<string, DeclaredVariable>;
  /** `bundle`, with `target` in it where one is chosen. */
  readonly bundle: Fields;
  readonly workspace: Fields;
  /** Every resource, of every kind. */
  readonly resources: Fields;
}

export interface VariableScope {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the command line and from files of variables. */
  readonly given: ReadonlyMap<string, GivenVariable>;
  /** Collects the names of the given variables that something names. */
  readonly used?: Set<string>;
  /** What the workspace says of itself; absent where it wasn't asked. */
  readonly workspace?: Fields;
  /** Absent for a document that belongs to none. */
  readonly bundle?: BundleScope;
}

/** The variables that the documents of one bundle, or a document outside of any, may name. */
export function createResolver(scope: VariableScope): Resolve {
  return new Resolver(scope).resolve;
}

class Resolver {
  readonly #scope: VariableScope;
  /** What is being resolved, outermost first. */
  readonly #under: string[] = [];
  readonly #known = new Map<string, Resolution>();

  constructor(scope: VariableScope) {
    this.#scope = scope;
  }

  readonly resolve: Resolve = (reference) => {
    const name = [reference.family, ...reference.path].join('.');
    const known = this.#known.get(name);
    if (known) return known;
    if (this.#under.includes(name)) {
      const circle = [...this.#under.slice(this.#under.indexOf(name)), name].join(' → ');
      return {
        kind: 'undefined',
        code: 'variable-cycle',
        message: `\`${reference.text}\` depends on itself: ${circle}`,
        hint: 'give one of them a value of its own',
      };
    }
    this.#under.push(name);
    const resolution = this.#byFamily[reference.family](reference);
    this.#under.pop();
    // Inside of a circle the outcome depends on where it was entered.
    if (this.#under.length === 0) this.#known.set(name, resolution);
    return resolution;
  };

  readonly #byFamily: Readonly<Record<Family, Resolve>> = {
    env: (reference) => {
      const name = reference.path.join('.');
      const value = this.#scope.env[name];
      if (value !== undefined) return { kind: 'value', value, text: value, isHidden: true };
      const meant = closest(name, Object.keys(this.#scope.env));
      return undefinedVariable(
        `the environment variable \`${name}\` is not set`,
        meant === undefined
          ? `set it, or write a default: \`\${env.${name}:-…}\``
          : `did you mean \`\${env.${meant}}\`?`,
      );
    },
    var: (reference) => this.#variable(reference),
    bundle: (reference) => {
      const { bundle } = this.#scope;
      if (!bundle) return outsideBundle(reference);
      const field = reference.path.join('.');
      if (field === 'target' && bundle.bundle['target'] === undefined) {
        return undefinedVariable('no target of the bundle is chosen', 'choose one with --bundle-target');
      }
      return (
        this.#field(bundle.bundle, reference.path) ??
        undefinedVariable(
          `the bundle has no \`${field}\``,
          `known are ${[...Object.keys(bundle.bundle)].map((each) => `\`\${bundle.${each}}\``).join(', ')}`,
        )
      );
    },
    workspace: (reference) => {
      const { workspace, bundle } = this.#scope;
      const found =
        this.#field(bundle?.workspace ?? {}, reference.path) ?? this.#field(workspace ?? {}, reference.path);
      if (found) return found;
      return workspace
        ? undefinedVariable(
            `nothing is known of \`${reference.text}\``,
            'known are `${workspace.host}` and `${workspace.current_user.userName}`',
          )
        : {
            kind: 'unknown',
            message: `\`${reference.text}\` is known only to the workspace, and is not checked here`,
          };
    },
    resources: (reference) => {
      const { bundle } = this.#scope;
      if (!bundle) return outsideBundle(reference);
      const found = this.#field(bundle.resources, reference.path);
      if (found) return found;
      const [kind = '', key = ''] = reference.path;
      const ofKind = partAt(bundle.resources, [kind]);
      if (partAt(ofKind, [key]) !== undefined) {
        return {
          kind: 'unknown',
          message: `\`${reference.text}\` is known only after the deployment of \`${key}\``,
        };
      }
      const meant = closest(key, Object.keys(ofKind ?? {}));
      return undefinedVariable(
        `the bundle declares no \`resources.${kind}.${key}\``,
        meant === undefined
          ? 'declare it, or write its name out'
          : `did you mean \`\${resources.${kind}.${meant}.${reference.path.slice(2).join('.')}}\`?`,
      );
    },
  };

  #variable(reference: Reference): Resolution {
    const [name = '', ...rest] = reference.path;
    const { given, bundle, env } = this.#scope;
    if (given.has(name)) this.#scope.used?.add(name);
    const direct = given.get(name) ?? fromBundleEnvironment(env, name);
    if (direct) return partOf(direct, rest) ?? this.#undefinedPart(reference);
    const declared = bundle?.variables.get(name);
    if (declared?.isLookup) {
      return {
        kind: 'unknown',
        message: `\`${reference.text}\` is looked up in the workspace, and is not checked here`,
        hint: `give it by --var ${name}=VALUE`,
      };
    }
    if (declared && Object.hasOwn(declared, 'value')) {
      return this.#inner(declared.value, declared.text, rest) ?? this.#undefinedPart(reference);
    }
    const names = [...given.keys(), ...(bundle?.variables.keys() ?? [])].filter((each) => each !== name);
    const meant = declared ? undefined : closest(name, names);
    return undefinedVariable(
      `the variable \`${name}\` has no value`,
      meant === undefined
        ? `give it by --var ${name}=VALUE or --var-file FILE, or write a default: \`\${var.${name}:-…}\``
        : `did you mean \`\${var.${meant}}\`?`,
    );
  }

  #undefinedPart({ text, path }: Reference): Resolution {
    return undefinedVariable(
      `the variable \`${path[0] ?? ''}\` has no part that \`${text}\` names`,
      'name a part that it has',
    );
  }

  /** A field of what a bundle says, with the variables in it; undefined where there is none. */
  #field(fields: Fields, path: readonly string[]): Resolution | undefined {
    const value = partAt(fields, path);
    return value === undefined ? undefined : this.#inner(value, undefined, []);
  }

  #inner(value: unknown, text: string | undefined, path: readonly string[]): Resolution | undefined {
    const inner = interpolate(value, this.resolve);
    const [unresolved] = inner.unresolved;
    const fault = unresolved?.finding ?? inner.findings[0];
    if (fault) {
      const { message, hint, code } = fault;
      const said = { message, ...(hint !== undefined && { hint }) };
      return unresolved?.kind === 'unknown'
        ? { kind: 'unknown', ...said }
        : { kind: 'undefined', code, ...said };
    }
    const isHidden = inner.hidden.size > 0;
    const ownText = inner.value === value ? text : inner.texts.get('[]');
    return partOf({ value: inner.value, isHidden, ...(ownText !== undefined && { text: ownText }) }, path);
  }
}

function partOf(variable: GivenVariable, path: readonly string[]): Resolution | undefined {
  if (path.length === 0) return { kind: 'value', ...variable };
  const value = partAt(variable.value, path);
  return value === undefined ? undefined : { kind: 'value', value, isHidden: variable.isHidden };
}

/** As the Databricks CLI takes the variables of a bundle from the environment. */
function fromBundleEnvironment(env: VariableScope['env'], name: string): GivenVariable | undefined {
  const value = env[`BUNDLE_VAR_${name}`];
  return value === undefined ? undefined : { value, text: value, isHidden: true };
}

const undefinedVariable = (message: string, hint: string): Resolution => ({
  kind: 'undefined',
  code: 'undefined-variable',
  message,
  hint,
});

const outsideBundle = ({ text }: Reference): Resolution =>
  undefinedVariable(
    `\`${text}\` has no value outside of a bundle`,
    'read the bundle as a whole, with its databricks.yml, or write the value out',
  );
