/**
 * What the editor's half and the language server say to each other beyond LSP. Types and method names only: the
 * client bundle must not pull in the server.
 */

export type EnvironmentName = 'dev' | 'test' | 'stage' | 'prod';
export const ENVIRONMENT_NAMES: readonly EnvironmentName[] = ['dev', 'test', 'stage', 'prod'];

export interface Position {
  line: number;
  character: number;
}

/** LSP range: lines and UTF-16 columns from 0. */
export interface Range {
  start: Position;
  end: Position;
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
  /** request: UnlockParams => Unlocked */
  unlock: 'heady/unlock',
  /** request: LockParams | undefined => null; absent: all that are unlocked */
  lock: 'heady/lock',
  /**
   * notification: Unlocked[]; all that may be changed now. Switching a folder locks what it leaves and comes to; an environment
   * that gets another control plane is locked as well.
   */
  unlocked: 'heady/unlocked',
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
