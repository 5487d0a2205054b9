import type { Catalog } from '../catalog/catalog.ts';
import { lineStartsOf, positionAt } from '../manifest/lines.ts';
import { findingsInFile } from '../rules/impact/otherFiles.ts';
import type { ImpactLocated } from './format/impactFormats.ts';

/** What Impact Check finds in a file that is no manifest; it belongs to no vertical. */
export function findingsInText(file: string, text: string, catalog: Catalog): ImpactLocated[] {
  const starts = lineStartsOf(text);
  const place = (offset: number) => {
    const { line, character } = positionAt(starts, offset);
    return { line: line + 1, column: character + 1 };
  };
  return findingsInFile(file, text, catalog).map(({ rule, severity, message, start, end }) => ({
    file,
    rule,
    severity,
    message,
    start: place(start),
    end: place(end),
    fixable: false,
    suppressed: null,
    vertical: null,
  }));
}
