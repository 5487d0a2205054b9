/**
 * What the editor's half and the language server say to each other beyond LSP. Types and method names only: the
 * client bundle must not pull in the server.
 */

import type { QuestionKind } from './protocol/gatewayQuestions.ts';

export type EnvironmentName = 'dev' | 'test' | 'stage' | 'prod';
export const ENVIRONMENT_NAMES: readonly EnvironmentName[] = ['dev', 'test', 'stage', 'prod'];

/** `initializationOptions` of the language server; every field has a default, so any LSP editor can start it bare. */
export interface InitializationOptions {
  /** The environment switched to; picks the catalog and the severity of documents that state none. Default: dev. */
  environment?: EnvironmentName;
  /** By URI: workspace folders that are switched to one of their own, whether they are open or not. */
  folderEnvironments?: Record<string, EnvironmentName>;
  /** Folder for the embedded control plane's database. Absent: no control plane is used. */
  storagePath?: string;
  /** The user trusts the workspace. false: no program is started in its folders, not even git. Default: true. */
  trusted?: boolean;
  /** Folder of what the server keeps of workspaces, so that the next start is fast. Absent: nothing is kept. */
  cachePath?: string;
  /** What of MCP servers' questions the editor puts to people, by the request `heady/gateway/ask`. Default: none. */
  questions?: QuestionKind[];
  /** The editor shows an entry's details, compares and promotes it, and follows links to its details in Markdown. Default: false. */
  opensDetails?: boolean;
  /** Folder URI of the rules' pages; absent: those installed beside the server. */
  docsUri?: string;
}

/** The user's settings, section `heady`. */
export interface Settings {
  /** Whether the embedded control plane is started. */
  controlPlane: { enabled: boolean };
  /** Where control planes are, whatever Environment manifests say. */
  environments: { [name in EnvironmentName]?: EnvironmentSettings };
  /** Globs of workspace files that are not read at all. */
  exclude: string[];
  /** Manifests that are read at most. */
  maxFiles: number;
  /** Whether a lens above each manifest sums up what Impact Check finds in it. */
  impact: { codeLens: boolean };
  /** What the MCP gateway of the editor is started with. */
  gateway: GatewaySettings;
  /** Folders and git repositories that templates come from, beside Heady's own and the workspace's. */
  templates: { sources: string[] };
}

export interface GatewaySettings {
  /** Whether it serves what `.vscode/mcp.json` tells of. */
  mcpJson: boolean;
  /** Whether it serves the control plane of the environment. */
  controlPlane: boolean;
  /** Private addresses and networks that it may dial. */
  allowAddresses: string[];
  /** When nothing is said of servers that fail or are slow: `22:00-07:00`. */
  quietHours?: string;
  /** What becomes of what a server offers first; absent: as the environment has it. */
  firstSight?: 'trust' | 'ask';
  /** More tools than this are found through three others; absent: 60. */
  metaToolsAbove?: number;
}

export interface EnvironmentSettings {
  /** URLs of the nodes of its control plane, or the one built in. */
  controlPlane?: 'embedded' | string[];
  /** As what the editor is known to whom one signs in with; absent: it registers itself. */
  clientId?: string;
}

/**
 * The environment variable in which the server and its embedded control plane get the keys of secrets, separated by
 * commas. Not among the options: those may be traced.
 */
export const SECRETS_KEY_VARIABLE = 'HEADY_CONTROL_PLANE_SECRETS_KEY';

export interface Position {
  line: number;
  character: number;
}

/** LSP range: lines and UTF-16 columns from 0. */
export interface Range {
  start: Position;
  end: Position;
}

/** `signedOut`: it is there and wants a token, or another one; `expired`: the one it had is past its time. */
export type ControlPlaneState = 'disabled' | 'starting' | 'connected' | 'offline' | 'signedOut' | 'expired';

export interface ControlPlaneStatus {
  state: ControlPlaneState;
  /** The environment whose own control plane it is; absent: it is the one built in. */
  environment?: EnvironmentName;
  /** Host of the node that it is connected to, or was last. Absent: the one built in, or not known yet. */
  place?: string;
  /** ISO time of the last complete answer; facts shown are at least as old. Absent: there never was one. */
  factsAt?: string;
  /** Why it is not connected, in words for people, and what happens next. */
  message?: string;
}

export type ControlPlaneStatuses = { [name in EnvironmentName]?: ControlPlaneStatus };

/**
 * Where an entry is known: `synced` in manifest and control plane alike; `drifted` in both, differing;
 * `local` in the workspace, not registered; `remote` registered, no manifest here; `unknown` in the workspace
 * while nobody can say whether it is registered.
 */
export type CatalogState = 'synced' | 'drifted' | 'local' | 'remote' | 'unknown';

/** A thing of the catalog, merged from its manifest and its control-plane entry. */
export interface CatalogItem {
  kind: string;
  name: string;
  environment?: EnvironmentName;
  vertical?: string;
  owner?: string;
  sensitivity?: string;
  title?: string;
  description?: string;
  state: CatalogState;
  /** Dotted fields that differ, where `state` is `drifted`. */
  drift?: string[];
  /** Where the manifest says its name; absent for `remote`. */
  uri?: string;
  range?: Range;
  /** Worst findings of the manifest. */
  errors: number;
  warnings: number;
  /** Version and time of the registered entry. */
  version?: number;
  registeredAt?: string;
  /** Of a service in prod, or in stage on its way there. */
  prod?: ProdVerdict;
}

/**
 * Whether a service keeps to "no service goes to prod without an owner and a catalog entry". One in stage is judged as if
 * it were promoted now. `undecided`: nothing breaks it that is known, and nobody can say the rest.
 */
export interface ProdVerdict {
  outcome: 'keeps' | 'breaks' | 'undecided';
  /** Why it breaks it. */
  breaches: ProdBreach[];
  /** Ids of the rules that nobody can decide now. */
  undecided: string[];
}

export interface ProdBreach {
  /** Its id. */
  rule: string;
  message: string;
  /** The reason in the comment that silences the finding; it is a breach all the same. */
  silenced?: string;
  /** Where it is mended, in the item's manifest. Absent: not in a manifest. */
  range?: Range;
}

export const GOVERNANCE_FORMATS = ['markdown', 'csv', 'json'] as const;
export type GovernanceFormat = (typeof GOVERNANCE_FORMATS)[number];

export interface GovernanceExportParams {
  format: GovernanceFormat;
}

export interface CatalogSnapshot extends CatalogCircumstances {
  items: CatalogItem[];
}

/** As of when and how far what is told of the catalog is true. */
export interface CatalogCircumstances {
  /** Of the window's environment. */
  controlPlane: ControlPlaneStatus;
  /** Of every environment that the editor is connected to, as a folder is switched there or it has the same one. */
  controlPlanes: ControlPlaneStatuses;
  /** The workspace is still being read: what is missing may yet appear. */
  indexing: boolean;
  /** What stands between a slip and each environment. */
  guards: { [name in EnvironmentName]: EnvironmentGuard };
  /** Files that could not be read, with the reason. */
  unreadable: { uri: string; reason: string }[];
  /** URIs of workspace folders that are no folders of this disk: of their manifests only open ones are seen. */
  virtualFolders: string[];
}

export type ControlPlaneNews = Pick<CatalogCircumstances, 'controlPlane' | 'controlPlanes'>;

export interface CatalogChangesParams {
  /** `cursor` of the answer before; absent: from the beginning. */
  since?: string;
}

/** What changed in the catalog, a page of it. */
export interface CatalogChanges extends CatalogCircumstances {
  /** What was known before holds no more: this begins anew. */
  isAnew: boolean;
  /** Added or changed, under numbers that stay theirs. */
  changed: [id: number, item: CatalogItem][];
  removed: number[];
  /** Where to go on from. */
  cursor: string;
  /** There is more already. */
  hasMore: boolean;
}

/** What stands between a slip and an environment. */
export interface EnvironmentGuard {
  /** Nothing changes there until it is unlocked. */
  readOnly: boolean;
  /** Whoever changes something there is asked first. */
  confirm: boolean;
}

/** An environment as the switch shows it. */
export interface EnvironmentInfo extends EnvironmentGuard {
  name: EnvironmentName;
  /** What it is, for people: "Ephemeral, developer-owned". */
  summary: string;
  /** From its Environment manifest where the workspace has one. */
  manifestUri?: string;
  /** Nodes of its own control plane; none: it is registered in the one built in. */
  controlPlaneUrls: string[];
  /** How its manifest says that one signs in; absent: it does not say. */
  auth?: 'none' | 'bearer' | 'oauth';
  /** Of its manifest, for terminals and requests: no secrets. Without those that `leftOut` names. */
  variables: Record<string, string>;
  /** Names of variables that are not handed out, each with the reason. */
  leftOut: { name: string; reason: string }[];
  /** Where its manifest says that requests of this environment may go; absent: it does not say. */
  allowedHosts?: string[];
  /** Absent while the workspace is still being read: unknown is not none. */
  services?: number;
  /** Services of the environment switched to that are not in this one; absent where nobody can say. */
  missing?: MissingServices;
  /** ISO time as of which its registered entries are known, where the editor is not connected to them now. */
  factsAt?: string;
}

export interface EnvironmentsParams {
  /** URI of the workspace folder whose environment the others are compared with. Absent: the first one's. */
  folder?: string;
}

export interface SetEnvironmentParams {
  environment: EnvironmentName;
  /** URIs of the workspace folders that are switched. Absent: the whole window, with all of them. */
  folders?: string[];
}

export interface MissingServices {
  count: number;
  /** A few of them, without the environment: `health-billing`. */
  names: string[];
}

export interface RegisterParams {
  kind: string;
  name: string;
  /** The version that must be registered now, so that what was shown is what changes. Absent: whichever it is. */
  ifVersion?: number;
}

/**
 * `refused`: the policy gate found errors; `conflict`: somebody registered a newer version meanwhile; `locked`: the
 * environment is read-only until it is unlocked.
 */
export interface RegisterResult {
  outcome: 'created' | 'updated' | 'unchanged' | 'refused' | 'conflict' | 'locked' | 'unavailable';
  message: string;
  version?: number;
  findings?: { rule: string; message: string; path?: string }[];
}

export const Methods = {
  /** request: () => CatalogSnapshot; all of it at once, for small catalogs and other editors */
  catalog: 'heady/catalog',
  /** request: CatalogChangesParams => CatalogChanges; costs what changed, not what there is */
  catalogChanges: 'heady/catalogChanges',
  /** notification to the client: () — ask again */
  catalogChanged: 'heady/catalogChanged',
  /** notification to the client: ControlPlaneStatus; of the window's environment */
  controlPlaneStatus: 'heady/controlPlaneStatus',
  /** notification to the client: ControlPlaneNews; the same of all environments, for who tells folders apart */
  controlPlanes: 'heady/controlPlanes',
  /** request: GovernanceExportParams => string; who breaks the rule of the way to prod, as a file to keep */
  governanceExport: 'heady/governanceExport',
  /** request: () => ControlPlaneStatus; starts those that the editor is connected to anew, and tells of the window's */
  restartControlPlane: 'heady/restartControlPlane',
  /** request: EnvironmentsParams => EnvironmentInfo[] */
  environments: 'heady/environments',
  /** request: SetEnvironmentParams => null */
  setEnvironment: 'heady/setEnvironment',
  /** request to the client: TokenParams => TokenAnswer */
  token: 'heady/token',
  /** notification: () — somebody signed in or out */
  tokensChanged: 'heady/tokensChanged',
  /** request: UnlockParams => Unlocked; an environment that was unlocked before is locked again */
  unlock: 'heady/unlock',
  /** request: () => null; whichever environment is unlocked. So is switching, of any folder. */
  lock: 'heady/lock',
  /** request: RegisterParams => RegisterResult */
  register: 'heady/register',
  /** request: RegisterParams => RegisterPreview | null */
  registerPreview: 'heady/registerPreview',
  /** request: WorkDoneProgressParams => ImpactResult; reports how many manifests were checked, and can be cancelled */
  impact: 'heady/impact',
  /** request: ImpactTextParams => ImpactTextItem[]; ranges are in that text */
  impactText: 'heady/impactText',
  /** request: ImpactExportParams => string */
  impactExport: 'heady/impactExport',
} as const;

/** Commands that code actions and code lenses carry; the client implements them. */
export const Commands = {
  /** arguments: [RegisterParams] */
  register: 'heady.catalog.register',
  /** arguments: [uri: string, position: Position, locations: LSP Location[]] */
  showReferences: 'heady.showReferences',
  /** arguments: [ImpactFocus] */
  impactReport: 'heady.impact.checkWorkspace',
  /** arguments: [EntryRef]; offered only to clients with `opensDetails`, also as links in Markdown */
  details: 'heady.catalog.details',
  /** arguments: [EntryRef]; offered only to clients with `opensDetails` */
  compare: 'heady.catalog.compare',
  /** arguments: [EntryRef]; offered only to clients with `opensDetails` */
  promote: 'heady.catalog.promote',
  /** arguments: [uri: string of the manifest]; offered only to clients with `opensDetails` */
  updateFromTemplate: 'heady.scaffold.updateFromTemplate',
} as const;
