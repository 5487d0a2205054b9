import {
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  LSPErrorCodes,
  type Position,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../language/callHierarchy.ts';
import { codeActions, FIX_ALL_KIND } from '../language/codeActions.ts';
import { codeLenses } from '../language/codeLens.ts';
import { complete } from '../language/complete.ts';
import { definition } from '../language/definition.ts';
import { documentLinks } from '../language/documentLinks.ts';
import { resolveFixRule } from '../language/fixRule.ts';
import { foldingRanges } from '../language/folding.ts';
import { format } from '../language/format.ts';
import { hoverWithImpact } from '../language/impact/hover.ts';
import { inlayHints } from '../language/inlayHints.ts';
import { onTypeFormat } from '../language/onTypeFormat.ts';
import { references } from '../language/references.ts';
import { prepareRename, rename } from '../language/rename.ts';
import { RenameRefused } from '../language/renameRefusals.ts';
import { selectionRange } from '../language/selectionRanges.ts';
import { SEMANTIC_TOKENS_LEGEND, semanticTokens } from '../language/semanticTokens.ts';
import { documentSymbols } from '../language/symbols.ts';
import { workspaceSymbols } from '../language/workspaceSymbols.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { Session } from './session.ts';
import type { TemplateUpdates } from './templateUpdate.ts';

/** What the language features offer, as `initialize` says it. */
export const FEATURES: ServerCapabilities = {
  completionProvider: { triggerCharacters: [':', ' ', '-', '/', ','] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  documentLinkProvider: {},
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: true },
  inlayHintProvider: true,
  codeLensProvider: {},
  callHierarchyProvider: true,
  documentFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND], resolveProvider: true },
};

/** Maps each LSP method to its feature. The session exists once `initialize` was answered. */
export function listenForFeatures(
  connection: Connection,
  session: () => Session,
  updates: () => TemplateUpdates,
): void {
  const project = () => session().project;
  const at = ({ textDocument, position }: { textDocument: { uri: string }; position: Position }) =>
    session().locate(textDocument.uri, position);
  const fileOf = ({ textDocument: { uri } }: { textDocument: { uri: string } }): ManifestFile | undefined => {
    session().sync(uri);
    return project().file(uri);
  };

  connection.onCompletion((params) => {
    const found = at(params);
    const { completionSnippets: snippets } = session().abilities;
    const report = (index: number) => {
      const document = found?.file.documents[index];
      return document ? project().report({ uri: params.textDocument.uri, index }, document).findings : [];
    };
    return found && complete(found.file, found.offset, project(), { snippets, found: report });
  });
  connection.onHover((params) => {
    const found = at(params);
    const links = { details: session().options.opensDetails === true };
    return found && hoverWithImpact(project(), params.textDocument.uri, found.file, found.offset, links);
  });
  connection.onDefinition((params) => {
    const found = at(params);
    return found && definition(project(), found.file, found.offset);
  });
  connection.onReferences((params) => {
    const found = at(params);
    session().syncAll();
    return found && references(project(), found.file, found.offset, params.context.includeDeclaration);
  });
  connection.onPrepareRename((params) => {
    const found = at(params);
    return found && prepareRename(found.file, found.offset);
  });
  connection.onRenameRequest((params) => {
    const found = at(params);
    session().syncAll();
    return (
      found &&
      refusing(() => rename(project(), found.file, found.offset, params.newName, renameOptions(session())))
    );
  });
  connection.onDocumentSymbol((params) => {
    const file = fileOf(params);
    return file && documentSymbols(file);
  });
  connection.onWorkspaceSymbol(({ query }) => {
    session().syncAll();
    return workspaceSymbols(project(), query);
  });
  connection.onDocumentLinks((params) => {
    const file = fileOf(params);
    return file && documentLinks(file, params.textDocument.uri);
  });
  connection.onFoldingRanges((params) => {
    const file = fileOf(params);
    return file && foldingRanges(file);
  });
  connection.onSelectionRanges((params) => {
    const { textDocument, positions } = params;
    return positions.flatMap((position) => {
      const found = at({ textDocument, position });
      return found ? [selectionRange(found.file, found.offset)] : [];
    });
  });
  connection.languages.semanticTokens.on((params) => {
    const file = fileOf(params);
    return { data: file ? semanticTokens(file, project().verticals()) : [] };
  });
  connection.languages.inlayHint.on((params) => {
    const file = fileOf(params);
    return file && inlayHints(project(), file, params.range);
  });
  connection.onCodeLens((params) => {
    const file = fileOf(params);
    const { settings, options } = session();
    const shows = {
      impact: settings.impact.codeLens,
      details: options.opensDetails === true,
      newerTemplate: (document: ManifestDocument) => updates().newerVersion(document),
    };
    return file && codeLenses(project(), file, params.textDocument.uri, shows);
  });
  connection.languages.callHierarchy.onPrepare((params) => {
    const found = at(params);
    return found ? prepareCallHierarchy(project(), found.file, found.offset) : null;
  });
  connection.languages.callHierarchy.onIncomingCalls(({ item }) => incomingCalls(project(), item));
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) => outgoingCalls(project(), item));
  connection.onDocumentFormatting((params) => {
    const file = fileOf(params);
    return file && format(file, params.options);
  });
  connection.onDocumentOnTypeFormatting((params) => {
    const file = fileOf(params);
    return file && onTypeFormat(file, params.position, params.options);
  });
  connection.onCodeAction((params) => answerCodeActions(session(), params));
  connection.onCodeActionResolve((action) => {
    session().syncAll();
    return resolveFixRule(project(), action, (uri) => session().versionOf(uri));
  });
}

function answerCodeActions(session: Session, { textDocument: { uri }, range, context }: CodeActionParams) {
  session.sync(uri);
  return codeActions(session.project, uri, range, {
    versionOf: (other) => session.versionOf(other),
    snippets: session.abilities.snippetEdits,
    resolves: session.abilities.resolvesCodeActions,
    only: context.only,
  });
}

function renameOptions(session: Session) {
  return {
    versionOf: (uri: string) => session.versionOf(uri),
    renamesFiles: session.abilities.renamesFiles,
  };
}

/** A refusal is an answer for the user, not a fault of the server. */
function refusing<T>(run: () => T): T | ResponseError<void> {
  try {
    return run();
  } catch (error) {
    if (error instanceof RenameRefused) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
