/**
 * What a log has gained since it was last read. The server hands out a window of the most recent lines, so the older
 * text is found again as far as it has not slid out of it; where nothing is found again all of it is new.
 */
export function arrivals(before: string, now: string): string {
  for (let start = 0; start < before.length; start = nextLine(before, start)) {
    const kept = before.slice(start);
    if (now.startsWith(kept)) return now.slice(kept.length);
  }
  return now;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
