import { governanceReport } from '../catalog/governanceReport.ts';
import { formatGovernance, isGovernanceFormat } from '../cli/format/governanceFormats.ts';
import { GOVERNANCE_FORMATS, type GovernanceExportParams } from '../protocol/governance.ts';
import type { CatalogService } from './catalogService.ts';
import type { Session } from './session.ts';

/**
 * Who breaks the rule of the way to prod, as a file to keep.
 *
 * @throws {RangeError} for a format that is none
 */
export async function exportGovernance(
  catalog: CatalogService,
  { project }: Session,
  { format }: GovernanceExportParams,
): Promise<string> {
  if (!isGovernanceFormat(format))
    throw new RangeError(
      `${JSON.stringify(format)} is no format. Formats are ${GOVERNANCE_FORMATS.join(', ')}.`,
    );
  const { items } = await catalog.snapshot();
  return formatGovernance(
    format,
    governanceReport(items, (uri) => pathOf(uri, project.folders)),
  );
}

/** Relative to its workspace folder, which is named where there are several. */
function pathOf(uri: string, folders: readonly string[]): string {
  const folder = folders.find((each) => uri.startsWith(`${each}/`));
  if (folder === undefined) return decodeURIComponent(uri);
  const from = folders.length > 1 ? folder.lastIndexOf('/') : folder.length;
  return decodeURIComponent(uri.slice(from + 1));
}
