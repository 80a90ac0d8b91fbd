/**
 * What `--transform-input ./examples/transforms.mjs#concise` and `--transform-output ./examples/transforms.mjs#upper` call:
 *
 *   servectl endpoints predict dolly --as llm --prompt "How are you?" --transform-input ./examples/transforms.mjs#concise
 */

/**
 * @param {{ prompt: string, stop?: string[] }} request
 * @returns {{ prompt: string, stop?: string[] }}
 */
export const concise = (request) => ({ ...request, prompt: `${request.prompt} Be concise.` });

/**
 * @param {string} answer
 * @returns {string}
 */
export const upper = (answer) => answer.toUpperCase();
