import { createHash } from 'node:crypto';
import type { Catalog } from './catalog.ts';

/**
 * A digest of all facts that the findings of a document may depend on, beside the document itself and its environment:
 * the same in this process and in another one, as long as the day is the same. Of a workspace that is read.
 *
 * @param identity names under which git knows the author
 */
export function* factsDigest(catalog: Catalog, identity: readonly string[]): Generator<void, string> {
  const { today, controlPlane, workspace } = catalog;
  const hash = createHash('sha1');
  const add = (...parts: unknown[]) => hash.update(JSON.stringify(parts));
  add(today, controlPlane.reached, identity, controlPlane.owners(), controlPlane.verticals());
  for (const { kind, name, environment, version, registeredAt } of controlPlane.entries()) {
    add(kind, name, environment, version, registeredAt);
    yield;
  }
  for (const [uri, digest] of workspace.digests()) {
    add(uri, digest);
    yield;
  }
  return hash.digest('base64url');
}
