import type { EntityRecord } from '../store/records.ts';

/** What the service would have logged while it made this entity's container; external models have none. */
export function buildLog(entity: EntityRecord): string {
  if (entity.external_model) return '';
  const model = `${entity.entity_name ?? ''}, version ${entity.entity_version ?? '-'}`;
  const lines = [
    `Starting the container image build for ${model}`,
    'Downloading model artifacts',
    'Creating the environment from conda.yaml',
    'Installing pip dependencies from requirements.txt',
    ...ending(entity),
  ];
  return lines.map((line, index) => stamped(line, entity.creation_timestamp + index * 1000)).join('\n');
}

function ending(entity: EntityRecord): readonly string[] {
  switch (entity.deployment) {
    case 'DEPLOYMENT_FAILED':
      return [`ERROR: ${entity.deployment_state_message}`, 'Container image build failed'];
    case 'DEPLOYMENT_ABORTED':
      return ['Container image build aborted'];
    case 'DEPLOYMENT_CREATING':
      return [];
    case 'DEPLOYMENT_READY':
    case 'DEPLOYMENT_RECOVERING':
      return ['Pushing the container image', 'Container image build succeeded'];
  }
}

const stamped = (line: string, at: number): string => `[${new Date(at).toISOString()}] ${line}`;
