/** A code that no manifest by itself shows, from both sides. */
export interface FileCase {
  /** What leads to it: a file, and the command that reads it. */
  readonly wrong: string;
  readonly message: string;
  readonly hint?: string;
  readonly right: string;
}

const validate = (file: string): string => `servectl validate -f ${file}`;
const utf8 = 'save the file as UTF-8';
const start = 'see `servectl schema --example openai` for a manifest to start from';

/** Codes of files that can't be read as what they are to be, and of the arguments that name them. */
export const fileCases = {
  'file-missing': {
    wrong: validate('chta.yaml'),
    message: 'there is no file chta.yaml',
    hint: 'the path is taken from the working directory',
    right: validate('chat.yaml'),
  },
  'file-is-directory': {
    wrong: 'servectl endpoints create -f endpoints',
    message: 'endpoints is a directory',
    hint: 'name one file in it',
    right: 'servectl endpoints create -f endpoints/chat.yaml',
  },
  'file-unreadable': {
    wrong: `chmod a-r chat.yaml\n${validate('chat.yaml')}`,
    message: 'chat.yaml cannot be read: permission denied',
    right: `chmod u+r chat.yaml\n${validate('chat.yaml')}`,
  },
  'no-files': {
    wrong: validate("'endpoints/*.yml'"),
    message: 'no file fits endpoints/*.yml',
    hint: 'quote the pattern, so that the shell leaves it alone',
    right: validate("'endpoints/*.yaml'"),
  },
  'file-too-large': {
    wrong: `head -c 33M /dev/zero > chat.yaml\n${validate('chat.yaml')}`,
    message: 'chat.yaml is over 32 MiB',
    hint: 'split the file into several',
    right: validate('endpoints/'),
  },
  'not-utf8': {
    wrong: `printf 'name: caf\\351\\n' > chat.yaml\n${validate('chat.yaml')}`,
    message: 'byte 0xe9 at offset 9 is not UTF-8',
    hint: utf8,
    right: `printf 'name: cafe\\n' > chat.yaml\n${validate('chat.yaml')}`,
  },
  'control-character': {
    wrong: `printf 'name: chat\\a\\n' > chat.yaml\n${validate('chat.yaml')}`,
    message: 'control character U+0007 in the text',
    hint: String.raw`remove it, or write it as an escape in double quotes: "\u0007"`,
    right: `printf 'name: chat\\n' > chat.yaml\n${validate('chat.yaml')}`,
  },
  'json-empty': {
    wrong: "printf '' | servectl api POST /api/2.0/secrets/scopes/create --data @-",
    message: '<stdin> is empty where JSON is expected',
    right: `printf '{"scope": "llm"}' | servectl api POST /api/2.0/secrets/scopes/create --data @-`,
  },
  'json-syntax': {
    wrong: `echo '{"name": "chat" "tags": []}' > chat.json\n${validate('chat.json')}`,
    message: 'a comma is missing before this',
    right: `echo '{"name": "chat", "tags": []}' > chat.json\n${validate('chat.json')}`,
  },
  'empty-file': {
    wrong: `printf '' > chat.yaml\n${validate('chat.yaml')}`,
    message: 'chat.yaml is empty',
    hint: start,
    right: `echo 'name: chat' > chat.yaml\n${validate('chat.yaml')}`,
  },
  'unknown-target': {
    wrong: validate('databricks.yml --bundle-target prd'),
    message: 'the bundle has no target `prd`',
    hint: 'did you mean `prod`?',
    right: validate('databricks.yml --bundle-target prod'),
  },
  'unused-variable': {
    wrong: validate('chat.yaml --var calsl=5'),
    message: '--var gives `calsl` a value, and nothing names `${var.calsl}`',
    hint: 'check how the name is spelt, or leave it out',
    right: validate('chat.yaml --var calls=5'),
  },
  'one-document': {
    wrong: 'servectl endpoints create -f fleet.yaml',
    message: 'the file declares 2 endpoints, and this command takes one',
    hint: 'name the one that is meant: chat, churn',
    right: 'servectl endpoints create chat -f fleet.yaml',
  },
} as const satisfies Readonly<Record<string, FileCase>>;

/** The case of a code that is about files. */
export const fileCaseOf = (code: string): FileCase | undefined =>
  Object.hasOwn(fileCases, code) ? fileCases[code as keyof typeof fileCases] : undefined;
