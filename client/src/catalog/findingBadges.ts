import { type FileDecoration, type FileDecorationProvider, ThemeColor, Uri } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { problemWords } from './states.ts';

const scheme = 'heady-catalog';

type Findings = Pick<CatalogItem, 'errors' | 'warnings'>;

/** Names a row with its findings, for its badge; undefined: it has none. */
export function findingsUri(id: string, { errors, warnings }: Findings): Uri | undefined {
  if (errors + warnings === 0) return undefined;
  return Uri.from({ scheme, path: `/${id}`, query: `${errors}/${warnings}` });
}

/** Badges with the count of findings below a row: of errors where there are any. */
export const findingBadges: FileDecorationProvider = {
  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const [errors = 0, warnings = 0] = uri.query.split('/').map(Number);
    const count = errors || warnings;
    return {
      // Two characters are all that a badge has room for.
      badge: count > 99 ? '9+' : String(count),
      color: new ThemeColor(errors > 0 ? 'list.errorForeground' : 'list.warningForeground'),
      tooltip: problemWords({ errors, warnings }),
    };
  },
};
