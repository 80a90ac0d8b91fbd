import { escapeLine } from './escape.ts';

export const assignmentFormats = ['shell', 'dotenv', 'json', 'powershell', 'fish'] as const;
export type AssignmentFormat = (typeof assignmentFormats)[number];

/** Variables for other programs, and what is to be said beside them. */
export interface Assignments {
  readonly variables: Readonly<Record<string, string>>;
  /** Sentences, which become comments; none where the format has no comments. */
  readonly comments: readonly string[];
}

/**
 * The text that sets the variables when it is read by a shell, or by what reads `.env` files. The comments come last:
 * where somebody forgets the quotes around `eval $(…)`, all of it becomes one line, and a comment ends that.
 */
export function formatAssignments({ variables, comments }: Assignments, format: AssignmentFormat): string {
  if (format === 'json') return `${JSON.stringify(variables, null, 2)}\n`;
  const lines = [
    ...Object.entries(variables).map(([name, value]) => assign[format](name, value)),
    // A newline in a name must not end the comment.
    ...comments.map((comment) => `# ${escapeLine(comment)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

type Assign = (name: string, value: string) => string;

const assign: Readonly<Record<Exclude<AssignmentFormat, 'json'>, Assign>> = {
  shell: (name, value) => `export ${name}=${isPlain(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`}`,
  dotenv: (name, value) => `${name}=${isPlain(value) ? value : dotenvQuoted(value)}`,
  powershell: (name, value) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
  fish: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
};

/** What no shell and no reader of `.env` files reads anything into. */
const isPlain = (value: string): boolean => /^[\w@%+:,./-]+$/.test(value);

/** Readers of `.env` files agree on no escapes: each kind of quotes holds all but itself. */
function dotenvQuoted(value: string): string {
  const quote = ["'", '"', '`'].find((one) => !value.includes(one)) ?? '"';
  return `${quote}${value}${quote}`;
}
