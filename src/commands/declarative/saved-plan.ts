import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { digest } from '../../apply/digest.ts';
import type { Context } from '../../context.ts';
import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { titleOfId } from '../../output/plan-summary.ts';
import { type Moved, movedSince } from '../../plan/moved.ts';
import { formatPlan, parsePlan } from '../../plan/plan-json.ts';
import type { Plan } from '../../plan/types.ts';
import { readInput } from '../shared/input.ts';
import type { PlanningFlags } from './planning-flags.ts';

/** Writes a plan for `apply --plan`. */
export async function savePlan(context: Context, file: string, plan: Plan): Promise<void> {
  try {
    await writeFile(resolve(context.host.cwd, file), formatPlan(plan));
  } catch (error) {
    throw new ServectlError(
      'UNWRITABLE',
      `the plan could not be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
      ExitCode.usage,
      { cause: error },
    );
  }
  context.notes.info(`saved the plan as ${file}`);
  context.notes.hint(`apply exactly that: servectl apply --plan ${file}`);
}

/**
 * Reads a plan that `diff --out` saved.
 * @throws UsageError where it is none that is understood
 */
export async function loadPlan(context: Context, file: string): Promise<Plan> {
  const { bytes } = await readInput(context, file, '--plan');
  return parsePlan(new TextDecoder().decode(bytes), file, digest);
}

/** The flags that lead to the same plan again, as far as nothing has moved. */
export function flagsOf({ kind, owner, entries }: Plan, flags: PlanningFlags): PlanningFlags {
  return {
    ...flags,
    ...(owner !== undefined && { owner }),
    prune: kind === 'apply' && entries.some(({ action }) => action === 'delete'),
    allowReplace: entries.some(({ action, blocked }) => action === 'replace' && blocked.length === 0),
  };
}

/**
 * A saved plan is never made anew: where anything isn't as it was, there is nothing to agree to any more.
 * @throws ServectlError `PLAN_OUTDATED` that names what has moved
 */
export function checkUnmoved(saved: Plan, now: Plan, file: string): void {
  if (saved.workspace !== undefined && saved.workspace !== now.workspace) {
    throw outdated(`${file} was made for ${saved.workspace}, and this is ${now.workspace ?? 'another one'}`);
  }
  if (saved.caller !== undefined && saved.caller !== now.caller) {
    throw outdated(
      `${file} was made by ${saved.caller}, whose access it keeps, and this is ${now.caller ?? 'somebody else'}`,
    );
  }
  const moved = movedSince(saved, now);
  if (moved.length === 0) return;
  throw outdated(`${file} no longer holds: ${describe(moved)}`);
}

const outdated = (message: string): ServectlError =>
  new ServectlError('PLAN_OUTDATED', message, ExitCode.conflict, {
    hint: 'look at what has changed, and make a new plan, with servectl diff --out',
  });

/** The most that one message names. */
const namesShown = 5;

function describe(moved: readonly Moved[]): string {
  const list = (side: Moved['side'], what: string): string[] => {
    const titles = moved.filter((each) => each.side === side).map(({ id }) => titleOfId(id));
    if (titles.length === 0) return [];
    const more = titles.length > namesShown ? ` and ${titles.length - namesShown} more` : '';
    return [`${titles.slice(0, namesShown).join(', ')}${more} changed ${what}`];
  };
  return [...list('workspace', 'in the workspace'), ...list('manifest', 'in the manifest')].join('; ');
}
