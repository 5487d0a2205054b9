import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../server/src/protocol.ts';

export type FolderEnvironments = Readonly<Record<string, EnvironmentName>>;

/** What is remembered of the environments of folders, by their URIs. What is no environment is left out. */
export function folderEnvironmentsIn(remembered: unknown): FolderEnvironments {
  const stated = typeof remembered === 'object' && remembered !== null ? Object.entries(remembered) : [];
  return Object.fromEntries(
    stated.flatMap(([uri, value]): [string, EnvironmentName][] => {
      const name = ENVIRONMENT_NAMES.find((each) => each === value);
      return name ? [[uri, name]] : [];
    }),
  );
}

/** These folders switched; what others are switched to stays, also of those that are not open now. */
export function withFolders(
  before: FolderEnvironments,
  folders: readonly string[],
  environment: EnvironmentName,
): FolderEnvironments {
  return { ...before, ...Object.fromEntries(folders.map((uri) => [uri, environment])) };
}
