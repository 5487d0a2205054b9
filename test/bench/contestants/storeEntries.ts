// What the stores are filled with, and how often things are measured in them.
import type { EntryDraft } from '../../../server/src/controlPlane/store/catalogStore.ts';

export const ENVIRONMENTS = ['dev', 'test', 'stage', 'prod'] as const;
export const VERTICALS = ['health', 'finance', 'legal', 'data', 'research', 'media', 'energy', 'retail'];
export const THINGS =
  'claims billing ledger search index gateway portal scheduler archive patients orders stock ticket invoice profile session report audit storage stream'.split(
    ' ',
  );
export const KINDS = ['Service', 'Service', 'Service', 'Api', 'VirtualMachine', 'Agent'];
/** Reproducible: the same index, the same entry, of about 1 KB. */
export function entry(i: number, edition = 0): EntryDraft {
  const environment = pick(ENVIRONMENTS, i);
  const vertical = pick(VERTICALS, i >> 2);
  const [thing, other] = [pick(THINGS, i * 7), pick(THINGS, i * 13 + 3)];
  const name = `${environment}-${vertical}-${thing}-${i.toString(36)}`;
  const owner = `team-${vertical}-${i % 50}`;
  const tags = { Owner: owner, Vertical: vertical, DataSensitivity: i % 5 ? 'internal' : 'restricted' };
  const title = `${thing} service of ${vertical}`;
  const description = `Keeps the ${thing} and the ${other} of ${vertical} for everybody who needs them`;
  const ports = [{ port: 8_000 + (i % 1_000), protocol: 'http' }];
  const env = Object.fromEntries(
    THINGS.slice(0, 12).map((key) => [key.toUpperCase(), `${key}-${i}-${edition}`]),
  );
  const manifest = {
    apiVersion: 'heady.systems/v1',
    kind: pick(KINDS, i),
    metadata: { name, title, description, tags },
    spec: { environment, plane: 'app', runtime: 'podman', replicas: edition, ports, env },
  };
  return { kind: manifest.kind, name, environment, title, vertical, owner, tags, manifest };
}

export function pick<T>(list: readonly T[], i: number): T {
  return list[i % list.length] as T;
}

export function summary(times: number[]) {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count: sorted.length };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** By one client, one after the other. @returns milliseconds */
export async function alone(count: number, work: (i: number) => Promise<unknown>) {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await timed(() => work(i)));
  return summary(times);
}
