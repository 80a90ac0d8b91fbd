/** How many rows may fail before a run ends early. */
export type ErrorBudget = { readonly count: number } | { readonly percent: number };

/** A share says little of a few rows: it counts from so many on. */
const fewestRows = 100;

/** True where more rows have failed than may. A percentage is looked at once 100 rows are done. */
export const isSpent = (
  budget: ErrorBudget,
  { ok, failed }: { readonly ok: number; readonly failed: number },
): boolean =>
  'count' in budget
    ? failed > budget.count
    : ok + failed >= fewestRows && failed * 100 > budget.percent * (ok + failed);
