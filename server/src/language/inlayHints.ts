import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { environmentOf } from '../manifest/environment.ts';
import { type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { imageVersions } from './images.ts';
import { occurrencesIn } from './occurrences.ts';
import type { Project } from './project.ts';

/** What the manifests leave unsaid: the version an image resolves to, what a vertical spends of its ceiling. */
export function inlayHints(project: Project, file: ManifestFile, range: Range): InlayHint[] {
  return file.documents
    .flatMap((placed) => [...resolvedVersions(project, placed), ...spending(project, placed)])
    .filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line);
}

/** An image named without a version is its latest. */
function resolvedVersions(project: Project, placed: PlacedDocument): InlayHint[] {
  const { document } = placed;
  return occurrencesIn(document).flatMap(({ kind, name, role, span }) => {
    const isPinned = document.text[span.end] === '@';
    if (kind !== 'GoldenImage' || role === 'declaration' || isPinned) return [];
    const [latest] = imageVersions(project, name);
    if (!latest) return [];
    const { end } = rangeOf(placed, span);
    return [
      {
        position: end,
        label: `@${latest.version}`,
        kind: InlayHintKind.Parameter,
        tooltip: 'The latest version known',
      },
    ];
  });
}

/** Beside a vertical's ceiling, what its services and machines cost in each environment. */
function spending(project: Project, placed: PlacedDocument): InlayHint[] {
  const { document } = placed;
  const path = ['spec', 'monthlyCostCeiling', 'amount'];
  const currency = document.statedText(['spec', 'monthlyCostCeiling', 'currency']);
  if (document.kind !== 'Vertical' || document.node(path) === undefined || !currency) return [];
  const sums = new Map<string, number>();
  for (const { document: other } of project.catalog.workspace.declarations()) {
    if (other.statedText(['metadata', 'tags', 'Vertical']) !== document.name) continue;
    const amount = other.stated(['spec', 'monthlyCost', 'amount']);
    const environment = environmentOf(other);
    if (typeof amount !== 'number' || !environment) continue;
    if (other.statedText(['spec', 'monthlyCost', 'currency']) !== currency) continue;
    sums.set(environment, (sums.get(environment) ?? 0) + amount);
  }
  if (sums.size === 0) return [];
  const label = [...sums]
    .map(([environment, sum]) => `${environment} ${sum.toLocaleString('en-US')}`)
    .join(', ');
  const { end } = rangeOf(placed, document.place(path));
  return [
    {
      position: end,
      label: `spent: ${label}`,
      paddingLeft: true,
      tooltip: `Monthly cost by environment, in ${currency}`,
    },
  ];
}
