import {
  type Disposable,
  LanguageModelTextPart,
  type LanguageModelTool,
  LanguageModelToolResult,
  lm,
  Uri,
} from 'vscode';
import type { ImpactTextParams } from '../../../server/src/protocol/impact.ts';
import { Methods } from '../../../server/src/protocol.ts';
import type { CatalogService } from '../catalog/catalogService.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { type CatalogQuery, searchCatalog } from './catalogSearch.ts';
import { explainFinding, type FindingPlace } from './explainFinding.ts';

/** Tools for the editor's language models, where it has any. None of them changes anything. */
export function registerLanguageModelTools(
  server: HeadyServer,
  catalog: CatalogService,
  extensionUri: Uri,
): Disposable[] {
  if (typeof lm?.registerTool !== 'function') return [];
  const docs = Uri.joinPath(extensionUri, 'docs', 'rules');
  return [
    lm.registerTool(
      'heady_catalog_search',
      answering(async (query: CatalogQuery) => {
        if (!catalog.snapshot) await catalog.refresh();
        if (!catalog.snapshot) throw new Error(catalog.failure ?? 'The catalog has not been read yet.');
        return JSON.stringify(searchCatalog(catalog.snapshot.items, query), null, 1);
      }),
    ),
    lm.registerTool(
      'heady_explain_finding',
      answering((place: FindingPlace) => explainFinding(place, docs)),
    ),
    lm.registerTool(
      'heady_impact_check',
      answering(async ({ text, name = 'text.md' }: Partial<ImpactTextParams>) => {
        const found = await server.request(Methods.impactText, { name, text: text ?? '' });
        if (found.length === 0) return 'Impact Check finds nobody left out by this text.';
        return JSON.stringify(
          found.map(({ message, found, leavesOut, reason, alternatives, severity, range }) => ({
            ...{ line: range.start.line + 1, severity, message, found, leavesOut, reason, alternatives },
          })),
          null,
          1,
        );
      }),
    ),
  ];
}

/** @param answer throws in words for the model where it cannot */
function answering<Input extends object>(
  answer: (input: Input) => Promise<string>,
): LanguageModelTool<Input> {
  return {
    invoke: async ({ input }) =>
      new LanguageModelToolResult([new LanguageModelTextPart(await answer(input))]),
  };
}
