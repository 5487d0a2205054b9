import { existsSync } from 'node:fs';
import type { Role } from '../../controlPlane/access/roles.ts';
import type { Environment } from '../../manifest/document.ts';
import type { Found } from '../upstream.ts';
import { controlPlaneIn } from './controlPlane.ts';
import { controlPlaneStatedIn, type ManifestOnDisk, readManifests, upstreamsIn } from './manifests.ts';
import { upstreamsInMcpJson } from './mcpJsonFiles.ts';
import { folderOf, mcpJsonOf } from './mcpJsonPlace.ts';
import { offeredIn, together } from './offered.ts';

export interface Sources {
  readonly environment: Environment;
  /** The workspace's, absolute. */
  readonly folder: string;
  /** Files of VS Code that tell of servers, absolute; absent: the folder's own, where it has one. */
  readonly mcpJson?: readonly string[];
  /** URLs of the nodes of the environment's control plane, or `sqlite:PATH`; absent: as its manifest has it. */
  readonly controlPlane?: readonly string[];
  readonly controlPlaneRole: Role;
}

/** The gateway's own variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * All servers that are offered in an environment: of manifests, of `mcp.json`, and its control plane. Of several with one
 * name the first in this order is.
 *
 * @param paths of the manifests, absolute
 * @param ours by which inputs of `mcp.json` are answered; `HEADY_TOKEN` is the gateway's token at the control plane that
 *   whoever starts it named, and at no other
 */
export async function serversOffered(
  sources: Sources,
  paths: readonly string[],
  ours: Variables,
): Promise<Found> {
  const { manifests, problems } = await readManifests(paths);
  const files = sources.mcpJson ?? [mcpJsonOf(sources.folder)].filter(existsSync);
  const found = [
    ...manifests.map(({ file, path }) => upstreamsIn(file, path)),
    ...(await Promise.all(
      files.map((path) => upstreamsInMcpJson(path, folderOf(path, sources.folder), ours)),
    )),
    controlPlaneOf(sources, manifests, ours.HEADY_TOKEN),
  ];
  return offeredIn(sources.environment, together({ upstreams: [], problems }, ...found));
}

function controlPlaneOf(
  { environment, controlPlane: named, controlPlaneRole: role }: Sources,
  manifests: readonly ManifestOnDisk[],
  token: string | undefined,
): Found {
  if (named) return controlPlaneIn({ environment, places: named, token, role, uri: '--control-plane' });
  const [stated] = manifests.flatMap((each) => controlPlaneStatedIn(each, environment) ?? []);
  return stated ? controlPlaneIn({ ...stated, environment, role }) : together();
}
