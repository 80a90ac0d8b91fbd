import type { AclItem } from '#schemas/api/secrets.ts';
import type { Column } from '../../output/view.ts';

export const aclColumns: readonly Column<AclItem>[] = [
  { header: 'PRINCIPAL', cell: ({ principal }) => principal },
  { header: 'PERMISSION', cell: ({ permission }) => permission },
];
