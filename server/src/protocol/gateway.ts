import type { EnvironmentName, Range } from '../protocol.ts';
import type { ServerInput } from './gatewayInputs.ts';
import type { ServerOverview } from './gatewayOverview.ts';

/**
 * The environment variable in which the language server gets the token of its gateway. Not among its messages: those
 * may be traced.
 */
export const GATEWAY_TOKEN_VARIABLE = 'HEADY_LANGUAGE_SERVER_GATEWAY_TOKEN';

/**
 * `none`: nothing asked for it yet; `blocked`: it may not run here, as in a workspace that is not trusted; `failed`:
 * it could not be kept running, and is not tried again by itself.
 */
export type GatewayState = 'none' | 'blocked' | 'starting' | 'running' | 'failed';

/** Who tells of a server. */
export type ServerOrigin = 'manifest' | 'mcp.json' | 'controlPlane';

/** A server that the workspace has, whether or not the gateway can serve it. */
export interface DeclaredServer {
  name: string;
  origin: ServerOrigin;
  transport: string;
  /** What is started, or where it is reached: for people, and without what a `mcp.json` is given in confidence. */
  target: string;
  /** Where it is offered. */
  environments: EnvironmentName[];
  /** The file that tells of it; absent where a setting does, or nothing. */
  uri?: string;
  /** Where that says its name. */
  range?: Range;
  /** Why it is left out, and what to do; absent where it is served. */
  problem?: string;
  /** What it asks for, and whether the editor knows an answer. */
  inputs?: (ServerInput & { isAnswered: boolean })[];
}

/** The gateway that one editor has, and what it is to serve. */
export interface GatewayStatus {
  state: GatewayState;
  /** Why it is not running, in words for people, and what to do. */
  message?: string;
  /** Whose servers it offers. */
  environment: EnvironmentName;
  /** Of all environments, by name. */
  declared: DeclaredServer[];
  /** Those it serves, while it runs. */
  servers: ServerOverview[];
  /** Where it serves MCP over HTTP, while it runs. Stays the same when it is started again. */
  url?: string;
  /** Another one whenever what it offers is; absent while it does not run. */
  version?: string;
}

/** Parameters of what is asked about one server. */
export interface ServerParams {
  server: string;
}

export interface CallToolParams {
  /** As the tool is called through the gateway. */
  name: string;
  arguments: Record<string, unknown>;
}

export const GatewayMethods = {
  /** request: () => GatewayStatus */
  status: 'heady/gateway',
  /** request: () => GatewayStatus; starts it where it does not run, and waits until it does or cannot */
  start: 'heady/gateway/start',
  /** request: () => GatewayStatus; ends it, where it runs, and starts it anew */
  restart: 'heady/gateway/restart',
  /** request: ServerParams => ServerContents; connects to it where nobody has */
  contents: 'heady/gateway/contents',
  /** request: ServerParams => string[]; the last lines that its process said on standard error */
  serverLog: 'heady/gateway/serverLog',
  /** request: ServerParams => null; lets it be used again that was stopped, or failed, and connects to it */
  startServer: 'heady/gateway/startServer',
  /** request: ServerParams => null */
  stopServer: 'heady/gateway/stopServer',
  /** request: CallToolParams & WorkDoneProgressParams => MCP's result, as JSON; reports progress, and can be cancelled */
  callTool: 'heady/gateway/callTool',
  /** request: { uri: string } => MCP's result, as JSON */
  readResource: 'heady/gateway/readResource',
  /** notification to the client: GatewayAlert; one for each trouble until it is over, and none in quiet hours */
  alert: 'heady/gateway/alert',
  /** notification to the client: GatewayStatus */
  changed: 'heady/gateway/changed',
} as const;
