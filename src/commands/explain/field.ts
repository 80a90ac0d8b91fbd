import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { fieldsOf, type Field } from '#schemas/fields.ts';
import type { Context } from '../../context.ts';
import type { Block, View } from '../../output/view.ts';
import { describeField, type FieldExplanation } from './describe-field.ts';

/** More fields of one name than this are listed in place of explained. */
const mostExplained = 3;

/** Explains a field, or all fields of that name. False where there is none. */
export async function explainField(context: Context, word: string): Promise<boolean> {
  const fields = findFields(word);
  if (fields.length === 0) return false;
  const explanations = fields.map(describeField);
  const [first] = explanations;
  const isOne = explanations.length === 1 && first;
  await context.results.show(isOne ? first : explanations, viewOf(explanations));
  if (fields.length > mostExplained)
    context.notes.hint(`more on one of them: servectl explain ${fields[0]?.path ?? ''}`);
  return true;
}

/** By its path, else by the end of it; indexes make no difference. */
function findFields(word: string): readonly Field[] {
  const path = word.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/\.\d+(?=\.|$)/g, '');
  const fields = [...fieldsOf(EndpointDocument)];
  const exact = fields.filter((field) => field.path === path);
  return exact.length > 0 ? exact : fields.filter((field) => field.path.endsWith(`.${path}`));
}

const viewOf = (
  explanations: readonly FieldExplanation[],
): View<FieldExplanation | readonly FieldExplanation[]> => ({
  human: () =>
    explanations.length > mostExplained
      ? [
          {
            kind: 'table',
            header: ['FIELD', 'TYPE', 'MEANING'],
            rows: explanations.map(({ field, type, description }) => [
              field,
              type,
              firstSentence(description),
            ]),
            empty: '',
          },
        ]
      : explanations.flatMap((each, index) => [
          ...(index > 0 ? [{ kind: 'text', text: '' } as const] : []),
          ...blocksOf(each),
        ]),
  names: () => explanations.map(({ field }) => field),
});

function blocksOf(explanation: FieldExplanation): readonly Block[] {
  const { field, description, type, required, values, limits, changes, keys } = explanation;
  const facts: [string, string][] = [
    ['type', type],
    ['required', required ? 'yes' : 'no'],
    ['values', (values ?? []).join(', ')],
    ['limits', limits.join(', ')],
    ['default', explanation.default === undefined ? '' : String(explanation.default)],
    ['keys', (keys ?? []).join(', ')],
    ['can change', changes.allowed ? 'yes' : `no: ${changes.why ?? ''} (${changes.source ?? ''})`],
    ['known from', explanation.source],
  ];
  return [
    { kind: 'lines', lines: [[{ text: field, tone: 'bold' }]] },
    { kind: 'text', text: `${description}\n` },
    { kind: 'fields', fields: facts.filter(([, text]) => text !== '') },
    ...(explanation.compared.length === 0
      ? []
      : [
          { kind: 'heading', text: 'How it is compared' } as const,
          {
            kind: 'text',
            text: explanation.compared
              .map(({ kind, why, source, id }) => `${kind}: ${why} (${id}; ${source})`)
              .join('\n'),
          } as const,
        ]),
  ];
}

const firstSentence = (text: string): string => /^.*?[.:;](?=\s|$)/s.exec(text)?.[0].slice(0, -1) ?? text;
