import type { Plan, PlanEntry } from '../plan/types.ts';
import { escapeControls } from './escape.ts';
import { escapeHtml, escapeMarkdown, maxSummaryLength } from './markdown.ts';
import { actionMarks, entryLabels, entryTitle, planSentence } from './plan-summary.ts';
import { differenceTree } from './plan-tree.ts';

/** A plan as Markdown, for the summary of a CI job. */
export function planMarkdown(plan: Plan): string {
  const heading = plan.kind === 'apply' ? 'servectl plan' : 'servectl plan to destroy';
  let text = `### ${heading}\n\n${escapeMarkdown(planSentence(plan))}\n`;
  for (const entry of plan.entries) {
    if (entry.action === 'none' && entry.blocked.length === 0) continue;
    const section = entrySection(entry);
    if (text.length + section.length > maxSummaryLength)
      return `${text}\n… and more: the plan is too long for this place.\n`;
    text += section;
  }
  return text;
}

function entrySection(entry: PlanEntry): string {
  const labels = entryLabels(entry);
  const title = `${actionMarks[entry.action]} ${entryTitle(entry)}${labels.length === 0 ? '' : ` (${labels.join(', ')})`}`;
  const blocked = entry.blocked.map(({ message }) => `\n> **blocked:** ${escapeMarkdown(message)}\n`);
  const lines = differenceTree(entry.changes, '  ').map((line) =>
    line.map((cell) => (typeof cell === 'string' ? cell : cell.text)).join(''),
  );
  // GitHub paints by the first character of a line; a change in place has none of its own there.
  const diff = lines.map((line) => escapeControls(line).replace(/^~/, '!')).join('\n');
  const body = lines.length === 0 ? '' : `\n${fenced(diff)}\n`;
  return `\n<details open><summary>${escapeHtml(title)}</summary>\n${blocked.join('')}${body}\n</details>\n`;
}

/** A fence that nothing in the text can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${text}\n${fence}`;
}
