import { readFile } from 'node:fs/promises';
import { manifestOf } from '../../catalog/files.ts';
import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';
import { type ManifestFile, type PlacedDocument, rangeOf } from '../../manifest/file.ts';
import { missingForTransport } from '../../rules/mcp/transport.ts';
import { DEFAULTS, type Found, type OAuthClient, type SourceProblem, type Upstream } from '../upstream.ts';
import type { ControlPlanePlace } from './controlPlane.ts';

const TRANSPORTS = ['stdio', 'http', 'sse', 'websocket'] as const;

/** A manifest file as it is on disk. */
export interface ManifestOnDisk {
  readonly path: string;
  readonly file: ManifestFile;
}

/** Reads manifests. What cannot be read is left out, alone. @param paths absolute */
export async function readManifests(
  paths: readonly string[],
): Promise<{ readonly manifests: readonly ManifestOnDisk[]; readonly problems: readonly SourceProblem[] }> {
  const problems: SourceProblem[] = [];
  const manifests = await Promise.all(
    paths.map(async (path) => {
      try {
        return { path, file: manifestOf({ bytes: await readFile(path) }).file };
      } catch (error) {
        const reason = `The file cannot be read: ${(error as Error).message}`;
        problems.push({ uri: path, line: 0, reason });
        return undefined;
      }
    }),
  );
  return { manifests: manifests.filter((each) => each !== undefined), problems };
}

/** The servers that a manifest file tells of. What does not fit the schema is left out, alone. */
export function upstreamsIn(file: ManifestFile, uri: string): Found {
  const upstreams: Upstream[] = [];
  const problems: SourceProblem[] = [];
  file.documents.forEach((placed, index) => {
    if (placed.document.kind !== 'McpServer') return;
    const problem = manifestProblem(placed, uri);
    if (problem) problems.push(problem);
    else upstreams.push(upstreamOf(placed, uri, index));
  });
  return { upstreams, problems };
}

/** Why the server of a manifest cannot be served; undefined where it can. */
export function manifestProblem(placed: PlacedDocument, uri: string): SourceProblem | undefined {
  const { document } = placed;
  const at = (span: { start: number; end: number }, reason: string): SourceProblem => ({
    uri,
    line: rangeOf(placed, span).start.line,
    reason,
    ...(document.name === undefined ? {} : { name: document.name }),
  });
  const [wrong] = [...document.syntaxProblems, ...document.schemaProblems];
  if (wrong) return at(wrong, wrong.message);
  const missing = missingForTransport(document);
  return missing && at(document.place(missing.path), missing.message);
}

function upstreamOf(placed: PlacedDocument, uri: string, index: number): Upstream {
  const { document } = placed;
  // It fits the schema, or it would not have come here.
  const spec = <T>(...path: string[]) => document.stated(['spec', ...path]) as T | undefined;
  const stated = spec<string>('transport');
  const transport = TRANSPORTS.find((each) => each === stated) ?? 'stdio';
  const command = spec<string>('command');
  const headers = spec<Record<string, string>>('headers');
  const oauth = spec<OAuthClient>('oauth');
  const environments = spec<string[]>('environments');
  const roles = spec<string[]>('roles');
  const allow = spec<string[]>('tools', 'allow');
  const deny = spec<string[]>('tools', 'deny');
  return {
    name: document.name ?? '',
    origin: { kind: 'manifest', uri, document: index, line: lineOf(placed, ['metadata', 'name']) },
    transport,
    ...(command === undefined ? {} : { command }),
    args: spec<string[]>('args') ?? [],
    env: spec<Record<string, string>>('env') ?? {},
    ...(headers ? { headers } : {}),
    ...(oauth ? { oauth } : {}),
    replicas:
      transport === 'stdio' ? [''] : [spec<string>('url') ?? '', ...(spec<string[]>('replicas') ?? [])],
    ...(environments ? { environments: ENVIRONMENTS.filter((each) => environments.includes(each)) } : {}),
    ...(roles ? { roles } : {}),
    tools: { ...(allow ? { allow } : {}), ...(deny ? { deny } : {}) },
    rateLimit: {
      perMinute: spec<number>('rateLimit', 'perMinute') ?? DEFAULTS.rateLimit.perMinute,
      concurrent: spec<number>('rateLimit', 'concurrent') ?? DEFAULTS.rateLimit.concurrent,
    },
    timeoutMs: spec<number>('timeoutMs') ?? DEFAULTS.timeoutMs,
    trustHints: spec<boolean>('trustHints') ?? false,
  };
}

/** Where a manifest tells of the control plane of an environment; undefined: it does not. */
export function controlPlaneStatedIn(
  { file, path }: ManifestOnDisk,
  environment: Environment,
): Pick<ControlPlanePlace, 'places' | 'uri' | 'line'> | undefined {
  const where = ['spec', 'controlPlane', 'urls'];
  const placed = file.documents.find(
    ({ document }) => document.kind === 'Environment' && document.name === environment,
  );
  const places = placed?.document.stated(where);
  if (!placed || !Array.isArray(places)) return undefined;
  return { places: places.map(String), uri: path, line: lineOf(placed, where) };
}

function lineOf(placed: PlacedDocument, path: readonly string[]): number {
  return rangeOf(placed, placed.document.place(path)).start.line;
}
