/** What a served entity answers: a whole JSON document, or the frames of an event stream as they come. */
export type EntityAnswer =
  | { readonly kind: 'document'; readonly json: string }
  | { readonly kind: 'stream'; readonly chunks: AsyncGenerator<string> };
