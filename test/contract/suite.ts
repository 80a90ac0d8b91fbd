import { describe } from 'vitest';
import { endpointsContract } from './endpoints.ts';
import { insightContract } from './insight.ts';
import { libraryContract } from './library.ts';
import { lostAnswersContract } from './lost-answers.ts';
import { permissionsContract } from './permissions.ts';
import { provisionedThroughputContract } from './provisioned-throughput.ts';
import { queryContract } from './query.ts';
import { secretsContract } from './secrets.ts';
import { settingsContract } from './settings.ts';
import type { MakeWorkspace } from './workspace.ts';

/** What the client and any workspace behind it owe each other: each operation on the wire, and what it brings about. */
export function workspaceContract(title: string, make: MakeWorkspace): void {
  describe(title, () => {
    endpointsContract(make);
    settingsContract(make);
    insightContract(make);
    provisionedThroughputContract(make);
    permissionsContract(make);
    secretsContract(make);
    queryContract(make);
    libraryContract(make);
    lostAnswersContract(make);
  });
}
