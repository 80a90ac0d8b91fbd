import type { Plan } from './types.ts';

/** A resource that is no longer what it was when a plan was made. */
export interface Moved {
  readonly id: string;
  /** `manifest`: what is declared; `workspace`: what is there. */
  readonly side: 'manifest' | 'workspace';
}

/**
 * What has moved between a saved plan and one made now of the same manifests with the same options. Only digests are
 * compared: what is to be done stays what the saved plan says.
 */
export function movedSince(saved: Plan, now: Plan): readonly Moved[] {
  const before = new Map(saved.entries.map((entry) => [entry.id, entry.fingerprint]));
  const after = new Map(now.entries.map((entry) => [entry.id, entry.fingerprint]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): readonly Moved[] => {
    const [one, other] = [before.get(id), after.get(id)];
    // What is not declared is there to be pruned: it came or went in the workspace.
    if (!one || !other) return [moved(id, (one ?? other)?.desired === undefined ? 'workspace' : 'manifest')];
    return [
      ...(one.desired === other.desired ? [] : [moved(id, 'manifest')]),
      ...(one.actual === other.actual ? [] : [moved(id, 'workspace')]),
    ];
  });
}

const moved = (id: string, side: Moved['side']): Moved => ({ id, side });
