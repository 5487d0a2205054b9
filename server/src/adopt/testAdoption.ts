import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { AdoptReport } from '../protocol/adopt.ts';
import { adopt } from './adopt.ts';
import { type Answers, type Decisions, NO_DECISIONS } from './decisions.ts';
import { existingIn } from './existingIn.ts';
import { judge } from './judge.ts';
import { reportOf } from './report.ts';

export interface TestAdoption {
  defaults?: Answers;
  decisions?: Partial<Decisions>;
  /** Manifests that are there, by path. */
  there?: Record<string, string>;
  folder?: string;
}

/** All that a test answers where the source tells nothing. */
export const ANSWERS: Answers = {
  environment: 'dev',
  vertical: 'health',
  owner: 'team-platform',
  sensitivity: 'internal',
};

/** Adopts from texts by path, as the command and the editor do. */
export function adoptTexts(texts: Record<string, string>, options: TestAdoption = {}): AdoptReport {
  const { defaults = {}, decisions, there = {}, folder = '' } = options;
  const index = new WorkspaceIndex();
  for (const [path, text] of Object.entries(there)) index.set(path, parseManifest(text));
  const adoption = adopt({
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    decisions: { ...NO_DECISIONS, defaults, ...decisions },
    existing: existingIn(index, (uri) => uri),
    folder,
  });
  return reportOf(
    adoption,
    judge(adoption.proposals, index, (path) => path),
  );
}

/** The one manifest of a kind and name, read back as a plain value. */
export function manifestIn({ manifests }: AdoptReport, name: string) {
  const found = manifests.filter((manifest) => manifest.name === name);
  const [manifest] = found;
  if (!manifest || found.length > 1) {
    throw new Error(
      `${found.length} manifests are called ${name}: ${manifests.map((each) => each.name).join(', ')}`,
    );
  }
  const value = parseManifest(manifest.text).documents[0]?.document.value;
  return {
    ...manifest,
    value: value as { metadata: Record<string, unknown>; spec: Record<string, unknown> },
  };
}

/** Findings of `heady lint` over the manifests of a report, once they are written. */
export function catalogOf({ manifests }: AdoptReport): Catalog {
  const index = new WorkspaceIndex();
  for (const { path, text } of manifests) index.set(path, parseManifest(text));
  return new Catalog(index);
}
