import type { Role } from '../controlPlane/access/roles.ts';
import type { Environment } from '../manifest/document.ts';

/** An MCP server behind the gateway, whoever told of it. */
export interface Upstream {
  /** Unique among those that one gateway serves. */
  readonly name: string;
  /** Where it was told of. */
  readonly origin: Origin;
  readonly transport: 'stdio' | 'http' | 'sse' | 'websocket';
  /** Of stdio: the program. */
  readonly command?: string;
  readonly args: readonly string[];
  /** Of stdio: all that its environment holds beside what every program needs. `${NAME}` stands for the gateway's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Of stdio: the folder it runs in; absent: the gateway's. */
  readonly folder?: string;
  /** Of the others: sent with every request. `${NAME}` stands for the gateway's own variable. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the others: as what the gateway is known where its user signs in; absent: it registers itself. */
  readonly oauth?: OAuthClient;
  /** URLs of its instances, at least one; for stdio one that is empty. */
  readonly replicas: readonly string[];
  /** Absent: offered everywhere. */
  readonly environments?: readonly Environment[];
  /** Who may call it; absent: everyone who may call anything. */
  readonly roles?: readonly string[];
  readonly tools: { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
  readonly rateLimit: { readonly perMinute: number; readonly concurrent: number };
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether what it says of its own tools is believed. */
  readonly trustHints: boolean;
  /** Of a control plane: as which role whoever calls it acts at most. */
  readonly actsAs?: Role;
  /** What `${input:ID}` and the like in it stand for: secrets, which are shown nobody. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A client of an authorization server. `${NAME}` in its values stands for the gateway's own variable. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** What is asked for; absent: what the server says that it needs. */
  readonly scopes?: readonly string[];
}

export interface Origin {
  readonly kind: 'manifest' | 'mcp.json' | 'controlPlane';
  readonly uri: string;
  /** Which document of the file, from 0. */
  readonly document?: number;
  /** Where its name stands, from 0. */
  readonly line?: number;
}

/** What holds where nothing else is said. */
export const DEFAULTS = { rateLimit: { perMinute: 100, concurrent: 10 }, timeoutMs: 60_000 } as const;

/** What could not be taken in, and why; the others are served without it. */
export interface SourceProblem {
  /** Absent where it has none. */
  readonly name?: string;
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** What is wrong and what to do. */
  readonly reason: string;
}

/** What a source tells of. */
export interface Found {
  readonly upstreams: readonly Upstream[];
  readonly problems: readonly SourceProblem[];
}
