import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';
import type { DocumentRef, WorkOut } from '../facts.ts';
import { portsOf } from './ports.ts';

/** A service that listens on a port of a host. */
export interface UsedPort {
  name: string;
  at: DocumentRef;
  /** Of the port's map. */
  path: Path;
}

/** By host, then `<transport>/<number>`: who listens there. */
export type PortTable = ReadonlyMap<string, ReadonlyMap<string, readonly UsedPort[]>>;

/** Who listens where, in the whole workspace. */
export const portTable: WorkOut<PortTable> = (facts) => {
  const table = new Map<string, Map<string, UsedPort[]>>();
  for (const { name, at, document } of facts.documentsOf('Service')) {
    for (const host of hostsOf(document)) {
      const ofHost = table.get(host) ?? new Map<string, UsedPort[]>();
      table.set(host, ofHost);
      for (const { transport, number, path } of portsOf(document)) {
        const key = `${transport}/${number}`;
        const user = { name, at, path };
        const others = ofHost.get(key);
        if (others) others.push(user);
        else ofHost.set(key, [user]);
      }
    }
  }
  return table;
};

/** The machines that a service runs on. */
export function hostsOf(document: ManifestDocument): string[] {
  const listed = document.stated(['spec', 'hosts']);
  const names = Array.isArray(listed) ? listed.filter((host) => typeof host === 'string') : [];
  return [...new Set(names)];
}
