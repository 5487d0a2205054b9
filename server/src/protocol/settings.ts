import type { EnvironmentName } from '../protocol.ts';
import type { QuestionKind } from './gatewayQuestions.ts';

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
