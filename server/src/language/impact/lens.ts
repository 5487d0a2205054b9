import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { PlacedDocument } from '../../manifest/file.ts';
import type { ImpactFocus } from '../../protocol/impact.ts';
import { Commands } from '../../protocol.ts';
import type { DocumentRef } from '../../rules/facts.ts';
import { detailsOf } from '../../rules/impact/details.ts';
import type { Project } from '../project.ts';
import { isImpact, statusOf } from './items.ts';

/** What Impact Check finds in a manifest, in a few words; a click opens the report on it. */
export function impactLens(
  project: Project,
  at: DocumentRef,
  placed: PlacedDocument,
  range: Range,
): CodeLens | undefined {
  const { kind, name } = placed.document;
  if (!kind || !name) return undefined;
  const focus: ImpactFocus = { uri: at.uri, kind, name };
  return {
    range,
    command: { title: titleFor(project, at, placed), command: Commands.impactReport, arguments: [focus] },
  };
}

/** `Impact: 2 findings, 1 exempted`; silenced ones do not count. */
function titleFor(project: Project, at: DocumentRef, placed: PlacedDocument): string {
  const statuses = project
    .report(at, placed)
    .findings.filter(isImpact)
    .map((finding) => statusOf(finding, detailsOf(finding, placed.document, project.catalog.today)));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const [open, exempted] = [count('open'), count('exempted')];
  const findings = open === 0 ? 'no findings' : open === 1 ? '1 finding' : `${open} findings`;
  return `Impact: ${findings}${exempted ? `, ${exempted} exempted` : ''}`;
}
