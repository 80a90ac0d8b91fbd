/** What our own and bundles' variables look like; `${HOME}` in an environment variable is the model's own business. */
const variable = /\$\{(?:env|var|bundle|workspace|resources)\.[^}]*\}/;

/** A text whose form can't be judged before its variables have values. */
export const isVariable = (text: string): boolean => variable.test(text);

/** A text that means to name a secret, well-formed or not. */
export const hasSecretReference = (text: string): boolean => /\{\s*secrets\b/.test(text);
