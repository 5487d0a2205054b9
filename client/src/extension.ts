import { mkdirSync } from 'node:fs';
import { type ExtensionContext, Uri, type WorkspaceFolder, window, workspace } from 'vscode';
import type { InitializationOptions } from '../../server/src/protocol/settings.ts';
import { registerAdoption } from './adopt/adoptServices.ts';
import type { HeadyApi } from './api.ts';
import { registerAuditCommands } from './audit/commands.ts';
import { registerArrangeCommands } from './catalog/arrangeCommands.ts';
import { CatalogService } from './catalog/catalogService.ts';
import { CatalogTree } from './catalog/catalogTree.ts';
import { registerChangeCommands } from './catalog/changes/commands.ts';
import { registerCatalogCommands } from './catalog/commands.ts';
import { ControlPlaneStatusItem } from './catalog/controlPlaneStatusItem.ts';
import { registerEntryCommands } from './catalog/entryCommands.ts';
import { ChangeQueue } from './catalog/queue/changeQueue.ts';
import { registerQueue } from './catalog/queue/commands.ts';
import { QueueFile } from './catalog/queue/queueFile.ts';
import { QueueStatusBar } from './catalog/queue/queueStatusBar.ts';
import { registerEntryDetails } from './entryDetails/commands.ts';
import { VersionDocuments } from './entryDetails/versionDocuments.ts';
import { registerEnvironmentCommands } from './environments/commands.ts';
import { EnvironmentService } from './environments/environmentService.ts';
import { EnvironmentStatusBar } from './environments/environmentStatusBar.ts';
import { Guard } from './environments/guard.ts';
import { registerGuardCommands } from './environments/guardCommands.ts';
import { GuardStatusBar } from './environments/guardStatusBar.ts';
import { registerSignIn } from './environments/signIn.ts';
import { TerminalEnvironment } from './environments/terminals.ts';
import { TokenStore } from './environments/tokenStore.ts';
import { registerGovernanceCommands } from './governance/commands.ts';
import { GovernanceTree } from './governance/governanceTree.ts';
import { registerImpactCommands } from './impact/commands.ts';
import { registerShowReferences } from './language/showReferences.ts';
import { registerLanguageModelTools } from './languageModel/tools.ts';
import { offerToAgents } from './mcp/agents.ts';
import { registerMcpCommands } from './mcp/commands.ts';
import { Gateway, GatewayToken } from './mcp/gateway.ts';
import { InputStore } from './mcp/inputs/inputStore.ts';
import { Inputs } from './mcp/inputs/inputs.ts';
import { McpTree } from './mcp/mcpTree.ts';
import { Questions, questionKinds } from './mcp/questions/questions.ts';
import { registerShareCommands } from './mcp/share/commands.ts';
import { registerSignInCommands } from './mcp/signIn/commands.ts';
import { SignInStore } from './mcp/signIn/signInStore.ts';
import { AlertNotices } from './mcp/status/alertNotices.ts';
import { McpStatusBar } from './mcp/status/mcpStatusBar.ts';
import { registerScaffold } from './scaffold/commands.ts';
import { registerTemplateUpdate } from './scaffold/update/commands.ts';
import { ReplacedFiles } from './scaffold/write/replacedFiles.ts';
import { registerSecretsCommands } from './secrets/commands.ts';
import { serverKeys } from './secrets/serverKeys.ts';
import { registerServerCommands } from './server/commands.ts';
import { HeadyServer } from './server/headyServer.ts';
import { type ProxySettings, proxyVariables } from './server/proxyVariables.ts';
import { registerLintTasks } from './tasks/lintTasks.ts';

let server: HeadyServer | undefined;

const PROXY_SETTINGS = ['http.proxy', 'http.noProxy', 'http.proxySupport'] as const;

/** Wires the rooms; nothing here waits for the server. */
export function activate(context: ExtensionContext): HeadyApi {
  const log = window.createOutputChannel('Heady', { log: true });
  const program = Uri.joinPath(context.extensionUri, 'dist', 'languageServer.js').fsPath;
  const tokens = new TokenStore(context);
  const gatewayToken = new GatewayToken();
  const running: HeadyServer = new HeadyServer(
    program,
    log,
    () => initializationOptions(context, environments),
    async () => ({
      ...gatewayToken.environment,
      ...proxyVariables(proxySettings()),
      ...(wantsControlPlane(context) ? await serverKeys(context, log) : {}),
    }),
    (origin) => tokens.tokenFor(origin),
  );
  server = running;
  const environments = new EnvironmentService(context.workspaceState, running);
  const catalog = new CatalogService(running);
  const gateway = new Gateway(running);
  const inputs = new InputStore(context);
  const signIns = new SignInStore(context);
  running.signIns = signIns;
  running.onInputs = ({ uri, ids }) => inputs.answers(uri, ids);
  const guard = new Guard(running, catalog, environments);
  const kept = (name: string) => Uri.joinPath(context.storageUri ?? context.globalStorageUri, name).fsPath;
  const queue = new ChangeQueue(new QueueFile(kept('queuedChanges.json')));
  const versions = new VersionDocuments(running);
  const changing = { server: running, catalog, guard, queue, versions };
  const tree = new CatalogTree(catalog, environments, context.workspaceState, kept('catalogTree.json'));
  const replacedFiles = new ReplacedFiles();
  context.subscriptions.push(
    log,
    running,
    environments,
    catalog,
    tree,
    tokens,
    new EnvironmentStatusBar(environments, catalog),
    new TerminalEnvironment(context.environmentVariableCollection, environments, running),
    guard,
    new GuardStatusBar(guard, environments, catalog),
    ...registerGuardCommands(guard),
    new ControlPlaneStatusItem(catalog, environments),
    new GovernanceTree(catalog),
    ...registerGovernanceCommands(running),
    ...registerServerCommands(running, log),
    ...registerEnvironmentCommands(running, environments, catalog),
    ...registerSignIn({ server: running, environments, catalog, tokens, signIns }),
    ...registerCatalogCommands(changing),
    ...registerEntryCommands(catalog, tree),
    ...registerArrangeCommands(tree),
    versions,
    ...registerEntryDetails(running, catalog, versions, context),
    ...registerChangeCommands(changing, versions),
    new QueueStatusBar(queue),
    ...registerQueue(changing, queue, versions),
    registerShowReferences(),
    ...registerImpactCommands(running, context.extensionUri),
    gateway,
    new Questions(running),
    new McpStatusBar(gateway),
    new AlertNotices(running),
    new Inputs(gateway, inputs),
    new McpTree(gateway),
    ...registerMcpCommands(gateway, context.workspaceState),
    ...registerSignInCommands(gateway),
    ...offerToAgents(gateway, gatewayToken),
    ...registerShareCommands(context, gateway, environments),
    ...registerAuditCommands({ server: running, gateway, environments, extensionUri: context.extensionUri }),
    ...registerLanguageModelTools(running, catalog, context.extensionUri),
    registerSecretsCommands(running, context),
    replacedFiles,
    ...registerAdoption(running),
    registerLintTasks(context.extensionUri),
    ...registerScaffold(running, environments, context, replacedFiles),
    ...registerTemplateUpdate(running, replacedFiles),
    workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    workspace.onDidChangeConfiguration((change) => {
      if (PROXY_SETTINGS.some((name) => change.affectsConfiguration(name))) void running.restart();
    }),
    // Documents of which schemes it hears of a server learns when it starts.
    workspace.onDidChangeWorkspaceFolders(({ added }) => {
      if (added.some(isVirtual)) void running.restart();
    }),
  );
  void running.start();
  return {
    catalog: { snapshot: () => catalog.snapshot },
    environment: {
      get current() {
        return environments.current;
      },
      of: (uri) => environments.of(uri),
      switch: (name, folders) => environments.switch(name, folders),
    },
  };
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

function initializationOptions(
  context: ExtensionContext,
  environments: EnvironmentService,
): InitializationOptions {
  const options: InitializationOptions = {
    ...environments.options,
    docsUri: Uri.joinPath(context.extensionUri, 'docs', 'rules').toString(),
    trusted: workspace.isTrusted,
    questions: questionKinds(),
    opensDetails: true,
  };
  if (context.storageUri) options.cachePath = Uri.joinPath(context.storageUri, 'cache').fsPath;
  if (context.storageUri && wantsControlPlane(context)) {
    options.storagePath = context.storageUri.fsPath;
    mkdirSync(options.storagePath, { recursive: true });
  }
  return options;
}

/** Without a place for it, trust in the workspace, or a manifest it could be filled from, none is started. */
function wantsControlPlane({ storageUri }: ExtensionContext): boolean {
  const seesFolders = workspace.workspaceFolders?.some((folder) => !isVirtual(folder)) === true;
  return storageUri !== undefined && workspace.isTrusted && seesFolders;
}

/** A folder that is on no disk: the editor alone can read it. */
function isVirtual({ uri }: WorkspaceFolder): boolean {
  return uri.scheme !== 'file';
}

/** Of the editor itself. */
function proxySettings(): ProxySettings {
  const http = workspace.getConfiguration('http');
  if (http.get('proxySupport') === 'off') return { proxy: '', noProxy: [] };
  return { proxy: http.get<string>('proxy') ?? '', noProxy: http.get<string[]>('noProxy') ?? [] };
}
