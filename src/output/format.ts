/** The forms a result takes on stdout (`-o`). `table` is for people; the rest are for programs. */
export const outputFormats = ['table', 'json', 'yaml', 'ndjson', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export const isOutputFormat = (text: string): text is OutputFormat =>
  (outputFormats as readonly string[]).includes(text);
