export interface ExportFlags {
  readonly all?: boolean;
  readonly into?: string;
  readonly dir?: string;
  /** False with `--no-permissions`. */
  readonly permissions: boolean;
}
