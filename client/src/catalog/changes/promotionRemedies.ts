import { commands, languages, Range, Uri, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { PromotionFinding } from '../../../../server/src/protocol/entryChanges.ts';
import { EntryMethods, type EntryRef } from '../../../../server/src/protocol/entryDetails.ts';
import { Commands } from '../../../../server/src/protocol.ts';
import type { HeadyServer } from '../../server/headyServer.ts';
import type { CatalogService } from '../catalogService.ts';
import { openManifest } from '../openManifest.ts';
import { isPromotable, isRegistrable } from '../states.ts';

/**
 * Opens the manifest where a finding of a gate is mended. What is found there in the manifest's own environment too is
 * shown with its quick fixes.
 */
export async function mendFinding(
  server: HeadyServer,
  item: CatalogItem,
  { rule, path = 'metadata.name' }: PromotionFinding,
): Promise<void> {
  const { kind, name, environment } = item;
  const ref = { kind, name, ...(environment ? { environment } : {}) };
  const place = await server.request(EntryMethods.fieldPlace, { ...ref, field: path });
  if (!place) {
    void window.showInformationMessage(
      `${name} has no manifest here: mend ${rule} where it is, and register it.`,
    );
    return;
  }
  const { start, end } = place.range;
  const at = new Range(start.line, start.character, end.line, end.character);
  const found = languages
    .getDiagnostics(Uri.parse(place.uri))
    .find(({ code, range }) => ruleOf(code) === rule && range.intersection(at));
  await openManifest(found ? { ...place, range: found.range } : place);
  if (found) await commands.executeCommand('editor.action.quickFix');
}

/** Promotes what has to go before, or registers what is registered nowhere. */
export async function bring(catalog: CatalogService, missing: EntryRef): Promise<void> {
  const item = catalog.find(missing.kind, missing.name);
  if (item && isPromotable(item)) await commands.executeCommand(Commands.promote, missing);
  else if (item && isRegistrable(item)) await commands.executeCommand(Commands.register, missing);
  else await commands.executeCommand(Commands.details, missing);
}

function ruleOf(code: unknown): string {
  return String(typeof code === 'object' && code !== null && 'value' in code ? code.value : code);
}
