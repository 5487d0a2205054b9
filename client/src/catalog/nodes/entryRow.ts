import {
  type Command,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol.ts';
import { entryDescription, isRegistrable, problemWords, stateLooks } from '../states.ts';
import { clockWords } from '../times.ts';

/** A row for a thing of the catalog, whatever its kind. */
export function entryRow(entry: CatalogItem, label: string): TreeItem {
  const look = stateLooks[entry.state];
  const row = new TreeItem(label, TreeItemCollapsibleState.None);
  row.description = entryDescription(entry);
  row.iconPath = new ThemeIcon(look.icon, new ThemeColor(look.color));
  row.tooltip = entryTooltip(entry);
  row.accessibilityInformation = { label: `${entry.kind} ${entry.name}, ${row.description}` };
  row.contextValue = [
    'entry',
    entry.uri ? 'openable' : '',
    isRegistrable(entry) ? 'registrable' : '',
    entry.state,
  ]
    .filter(Boolean)
    .join(' ');
  if (entry.uri) row.command = openCommand(entry);
  return row;
}

function openCommand(entry: CatalogItem): Command {
  return { command: 'heady.catalog.open', title: 'Open Manifest', arguments: [{ entry }] };
}

function entryTooltip(entry: CatalogItem): MarkdownString {
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
  const facts = [
    entry.owner && `Owner: ${entry.owner}`,
    entry.sensitivity && `Data sensitivity: ${entry.sensitivity}`,
    entry.registeredAt &&
      `Registered: ${clockWords(entry.registeredAt, new Date())}${entry.version ? `, version ${entry.version}` : ''}`,
    problemWords(entry) && `Findings: ${problemWords(entry)}`,
  ];
  for (const fact of facts) if (fact) tooltip.appendMarkdown('- ').appendText(fact).appendMarkdown('\n');
  return tooltip;
}
