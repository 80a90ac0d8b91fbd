import type { Context } from '../../context.ts';
import type { Diagnostic, Severity } from '../../diagnostics.ts';
import { parse } from '../../manifest/parse.ts';
import { readManifests } from '../../manifest/read-manifests.ts';
import { caseOf } from '../../manifest/rules/cases/all.ts';
import type { RuleCase } from '../../manifest/rules/cases/case.ts';
import { type FileCase, fileCaseOf } from '../../manifest/rules/cases/files.ts';
import { codes } from '../../manifest/rules/codes.ts';
import { readEndpoint, readUpdate } from '../../manifest/read-document.ts';
import { diagnosticLines } from '../../output/diagnostics.ts';
import type { Block, View } from '../../output/view.ts';

interface CodeExplanation {
  readonly kind: 'code';
  readonly code: string;
  readonly severity: Severity;
  /** The rule that a manifest keeps where the code isn't told. */
  readonly rule: string;
  readonly source: string;
  readonly example?: {
    readonly wrong: string;
    readonly message: string;
    readonly hint?: string;
    readonly right: string;
  };
}

/** Explains a code. False where the word is none. */
export async function explainCode({ results }: Context, word: string): Promise<boolean> {
  // As it stands in brackets in a finding, or as GitHub shows it.
  const code = word.replace(/^(?:error|warning|note)?\[|\]$/g, '');
  const meaning = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (!meaning) return false;
  const example = exampleOf(code) ?? exampleOfFile(code, meaning.severity);
  const explanation: CodeExplanation = {
    kind: 'code',
    code,
    ...meaning,
    ...(example && {
      example: {
        wrong: example.wrong,
        message: example.finding.message,
        ...(example.finding.hint !== undefined && { hint: example.finding.hint }),
        right: example.right,
      },
    }),
  };
  const view: View<CodeExplanation> = {
    human: (_, { width }) => [
      { kind: 'lines', lines: [[{ text: code, tone: 'bold' }, ` (${meaning.severity})`]] },
      { kind: 'text', text: `${meaning.rule}\n\nknown from: ${meaning.source}` },
      ...(example ? exampleBlocks(example, width) : []),
    ],
    names: () => [code],
  };
  await results.show(explanation, view);
  return true;
}

interface Example {
  readonly wrong: string;
  readonly finding: Diagnostic;
  readonly right: string;
}

/** A manifest that breaks the rule, what it is told, and one that keeps it. */
function exampleOf(code: string): Example | undefined {
  const found = caseOf(code);
  if (!found) return undefined;
  const diagnostics = findingsOf(found);
  const finding = diagnostics.find((each) => each.code === code);
  return finding && { wrong: found.fails.trimEnd(), finding, right: found.passes.trimEnd() };
}

/** What leads to a code that no text by itself shows, as a command line. */
function exampleOfFile(code: string, severity: Severity): Example | undefined {
  const found: FileCase | undefined = fileCaseOf(code);
  if (!found) return undefined;
  const { wrong, right, message, hint } = found;
  return { wrong, right, finding: { severity, code, message, ...(hint !== undefined && { hint }) } };
}

function findingsOf({ fails, update, name }: RuleCase): readonly Diagnostic[] {
  const source = { file: 'example.yaml', bytes: new TextEncoder().encode(fails) };
  if (update !== undefined) return readUpdate(source, update).diagnostics;
  const told = readEndpoint(source, name).diagnostics;
  if (name !== undefined) return told;
  const file = { ...parse(source.file, source.bytes), isFound: false, bundle: source.file };
  const lacking = { writeOnly: 'note', unknown: 'note' } as const;
  return [
    ...readManifests([file], { env: {}, given: new Map(), strict: false, lacking }).diagnostics,
    ...told,
  ];
}

const exampleBlocks = ({ wrong, finding, right }: Example, width: number | undefined): readonly Block[] => [
  { kind: 'heading', text: 'Wrong' },
  { kind: 'text', text: indented(wrong) },
  { kind: 'heading', text: 'What is said' },
  { kind: 'lines', lines: diagnosticLines([finding], width).slice(0, -1) },
  { kind: 'heading', text: 'Right' },
  { kind: 'text', text: indented(right) },
];

const indented = (text: string): string => text.replace(/^/gm, '  ');
