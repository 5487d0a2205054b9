import { MarkdownString } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { environmentLabels } from '../environments/environments.ts';
import { problemWords, stateLooks } from './states.ts';
import { clockWords } from './times.ts';

/** All that is known of an entry at a glance. */
export function entryTooltip(entry: CatalogItem): MarkdownString {
  const look = stateLooks[entry.state];
  // What comes from manifests goes through appendText: it must not turn into links or images.
  const tooltip = new MarkdownString('', true);
  tooltip.appendMarkdown('**').appendText(entry.name).appendMarkdown('**');
  if (entry.title) tooltip.appendText(`  ${entry.title}`);
  tooltip.appendMarkdown('\n\n');
  if (entry.description) tooltip.appendText(entry.description).appendMarkdown('\n\n');
  tooltip.appendMarkdown(`$(${look.icon}) ${look.sentence}`);
  if (entry.drift?.length) tooltip.appendText(` Fields: ${entry.drift.join(', ')}.`);
  tooltip.appendMarkdown('\n\n');
  for (const fact of factsOf(entry)) tooltip.appendMarkdown('- ').appendText(fact).appendMarkdown('\n');
  return tooltip;
}

function factsOf(entry: CatalogItem): string[] {
  const { environment, vertical, owner, sensitivity, registeredAt, version, prod } = entry;
  const registered = registeredAt && `Registered: ${clockWords(registeredAt, new Date())}`;
  const facts = [
    environment && `Environment: ${environmentLabels[environment]}`,
    vertical && `Vertical: ${vertical}`,
    owner && `Owner: ${owner}`,
    sensitivity && `Data sensitivity: ${sensitivity}`,
    registered && (version ? `${registered}, version ${version}` : registered),
    problemWords(entry) && `Findings: ${problemWords(entry)}`,
    ...(prod?.breaches ?? []).map(({ message }) => `Not fit for prod: ${message}`),
  ];
  return facts.filter((fact) => fact !== undefined).filter(Boolean);
}
