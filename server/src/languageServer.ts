#!/usr/bin/env node
import './linearRegex.ts';
import {
  type Connection,
  createConnection,
  DidChangeConfigurationNotification,
  ErrorCodes,
  type InitializeResult,
  ProposedFeatures,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import packageJson from '../../package.json' with { type: 'json' };
import { adoptFiles } from './languageServer/adopt.ts';
import { listenForAudit } from './languageServer/audit.ts';
import { CatalogService } from './languageServer/catalogService.ts';
import { Diagnostics } from './languageServer/diagnostics.ts';
import { listenForEntryChanges } from './languageServer/entryChanges.ts';
import { listenForEntryDetails } from './languageServer/entryDetails.ts';
import { listenForEnvironmentSignIn } from './languageServer/environmentSignIn.ts';
import { describeEnvironments } from './languageServer/environments.ts';
import { FEATURES, listenForFeatures } from './languageServer/features.ts';
import { GatewayService } from './languageServer/gateway/gatewayService.ts';
import { listenForGateway } from './languageServer/gateway/requests.ts';
import { exportGovernance } from './languageServer/governance.ts';
import { listenForImpact } from './languageServer/impact.ts';
import { Registration } from './languageServer/registration.ts';
import { listenForScaffold } from './languageServer/scaffold/requests.ts';
import { Session } from './languageServer/session.ts';
import { readSettings } from './languageServer/settings.ts';
import { TemplateAuthoring } from './languageServer/templateAuthoring.ts';
import { listenForTemplateUpdates, TemplateUpdates } from './languageServer/templateUpdate.ts';
import { FILE_OPERATIONS, watchFiles } from './languageServer/watch.ts';
import { wish } from './languageServer/wish.ts';
import { AdoptMethods, type AdoptParams } from './protocol/adopt.ts';
import type { CatalogChangesParams } from './protocol/catalog.ts';
import type { EnvironmentsParams, SetEnvironmentParams } from './protocol/environments.ts';
import type { GovernanceExportParams } from './protocol/governance.ts';
import type { LockParams, UnlockParams } from './protocol/guard.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName, Methods } from './protocol.ts';

/** Maps LSP methods to the language features; holds no knowledge of its own. */
export function serve(connection: Connection): void {
  let session: Session;
  let diagnostics: Diagnostics;
  let catalog: CatalogService;
  let registration: Registration;
  let gateway: GatewayService;
  let authoring: TemplateAuthoring;
  let templateUpdates: TemplateUpdates;

  connection.onInitialize((params): InitializeResult => {
    session = new Session(connection, params);
    diagnostics = new Diagnostics(session);
    catalog = new CatalogService(session, diagnostics);
    registration = new Registration(session, catalog.controlPlanes);
    templateUpdates = new TemplateUpdates(session, () => templates());
    gateway = new GatewayService(session, (node) => catalog.controlPlanes.tokenFor(node));
    // It was started with the token that there was.
    session.guard.onChange(() => void connection.sendNotification(Methods.unlocked, session.guard.unlocked));
    catalog.controlPlanes.onRenewed = () => void gateway.changed();
    diagnostics.listen(connection);
    authoring = new TemplateAuthoring(session, diagnostics);
    authoring.listen();
    session.documents.listen(connection);
    session.documents.onDidChangeContent(({ document }) => {
      diagnostics.documentChanged(document.uri);
      catalog.documentChanged();
    });
    session.documents.onDidClose(async ({ document }) => {
      session.project.close(document.uri);
      await session.readAfterClosing(document.uri);
      diagnostics.factsChanged();
    });
    return {
      serverInfo: { name: 'heady-language-server', version: packageJson.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        ...FEATURES,
        diagnosticProvider: { identifier: 'heady', interFileDependencies: true, workspaceDiagnostics: true },
        workspace: {
          workspaceFolders: { supported: true, changeNotifications: true },
          fileOperations: FILE_OPERATIONS,
        },
      },
    };
  });

  connection.onInitialized(async () => {
    const gatewayChanged = () => void gateway.changed();
    watchFiles(
      connection,
      session,
      () => {
        catalog.workspaceChanged();
        gatewayChanged();
      },
      gatewayChanged,
      (uri) => authoring.textChanged(uri),
    );
    if (session.abilities.configuration) {
      const { type } = DidChangeConfigurationNotification;
      void wish(connection, connection.client.register(type, { section: 'heady' }));
      connection.onDidChangeConfiguration(async () => {
        await catalog.applySettings(await readSettings(connection));
        gatewayChanged();
      });
      session.settings = await readSettings(connection);
    }
    if (session.abilities.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        const kept = session.project.folders.filter((uri) => !gone.has(uri));
        session.project.folders = [...kept, ...added.map(({ uri }) => uri)];
        await catalog.loadWorkspace();
        await gateway.changed();
      });
    }
    void session.indexed().then(() => gateway.changed());
    await catalog.start();
  });

  listenForFeatures(
    connection,
    () => session,
    () => templateUpdates,
  );
  listenForImpact(connection, () => session);
  listenForGateway(connection, () => gateway);
  listenForAudit(connection, () => ({ session, controlPlanes: catalog.controlPlanes }));
  listenForEntryDetails(connection, () => ({ session, controlPlanes: catalog.controlPlanes }));
  const templates = listenForScaffold(connection, () => ({ session, controlPlanes: catalog.controlPlanes }));
  listenForTemplateUpdates(connection, () => templateUpdates);
  listenForEntryChanges(connection, () => ({ session, controlPlanes: catalog.controlPlanes }));

  connection.onRequest(Methods.catalog, () => catalog.snapshot());
  connection.onRequest(Methods.catalogChanges, (params: CatalogChangesParams) => catalog.changes(params));
  connection.onRequest(Methods.governanceExport, (params: GovernanceExportParams) =>
    exportGovernance(catalog, session, params),
  );
  connection.onRequest(Methods.restartControlPlane, () => catalog.restartControlPlane());
  connection.onRequest(Methods.register, (params) => registration.register(params));
  connection.onRequest(Methods.registerPreview, (params) => registration.preview(params) ?? null);
  connection.onRequest(Methods.unlock, (params: UnlockParams) => {
    try {
      return session.guard.unlock({ ...params, environment: known(params.environment) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ResponseError(ErrorCodes.InvalidParams, error.message);
    }
  });
  connection.onRequest(Methods.lock, (params: LockParams | null) => {
    session.guard.lock(params?.environment === undefined ? undefined : known(params.environment));
    return null;
  });
  connection.onRequest(Methods.environments, ({ folder }: EnvironmentsParams = {}) =>
    describeEnvironments(session.project.catalog, {
      current: environmentOf(folder),
      indexing: session.indexing,
      settings: session.settings,
      factsAt: (environment) => catalog.controlPlanes.factsAt(environment),
    }),
  );
  connection.onRequest(Methods.setEnvironment, (params: SetEnvironmentParams) => {
    const { environments } = session.project;
    const to = known(params.environment);
    const folders = foldersIn(params);
    const left = folders ? folders.map((folder) => environments.of(folder)) : environments.inUse;
    environments.switch(to, folders);
    session.guard.switched([...left, to], environments.inUse);
    diagnostics.factsChanged();
    catalog.announce();
    void catalog.switched();
    void gateway.changed();
    return null;
  });
  const environmentOf = (folder: string | undefined) => {
    const { environments } = session.project;
    return folder === undefined ? environments.window : environments.of(folder);
  };
  const tokensChanged = () => {
    void catalog.tokensChanged();
    void gateway.changed();
  };
  connection.onNotification(Methods.tokensChanged, tokensChanged);
  listenForEnvironmentSignIn(
    connection,
    () => ({ session, controlPlanes: catalog.controlPlanes }),
    tokensChanged,
  );
  // Names that are taken already are those of the whole workspace, so it waits until that has been read.
  connection.onRequest(AdoptMethods.adopt, async (params: AdoptParams) => {
    await session.indexed();
    return adoptFiles(session.project.catalog, params);
  });

  connection.onShutdown(async () => {
    diagnostics?.dispose();
    authoring?.dispose();
    await Promise.all([catalog?.dispose(), gateway?.dispose()]);
  });
  connection.listen();
}

/** @throws what the client is answered, where it asks for no environment */
function known(environment: unknown): EnvironmentName {
  const found = ENVIRONMENT_NAMES.find((name) => name === environment);
  if (found) return found;
  const message = `${JSON.stringify(environment)} is no environment. Environments are ${ENVIRONMENT_NAMES.join(', ')}.`;
  throw new ResponseError(ErrorCodes.InvalidParams, message);
}

/** @throws what the client is answered, where it names folders by anything but their URIs */
function foldersIn({ folders }: SetEnvironmentParams): string[] | undefined {
  if (folders === undefined) return undefined;
  if (Array.isArray(folders) && folders.every((uri) => typeof uri === 'string')) return folders;
  throw new ResponseError(ErrorCodes.InvalidParams, 'Folders are named by a list of their URIs.');
}

const USAGE = `heady-language-server ${packageJson.version}: the Heady language server, for any LSP editor.

usage: heady-language-server --stdio

  --stdio     speak LSP over standard input and output
  --version   print the version
  --help      print this
`;

function main(args: readonly string[]): void {
  if (args.includes('--help')) process.stdout.write(USAGE);
  else if (args.includes('--version')) process.stdout.write(`${packageJson.version}\n`);
  else if (args.some((arg) => /^--(stdio|node-ipc|socket=|pipe=)/.test(arg)))
    serve(createConnection(ProposedFeatures.all));
  else {
    process.stderr.write(`heady-language-server: say how to connect, usually with --stdio.\n\n${USAGE}`);
    process.exitCode = 2;
  }
}

main(process.argv.slice(2));
