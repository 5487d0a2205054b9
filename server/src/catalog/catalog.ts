import picomatch from 'picomatch';
import type { Environment } from '../manifest/document.ts';
import type {
  CatalogEntry,
  CatalogFacts,
  Declaration,
  Knowledge,
  PolicySetting,
  Reference,
} from '../rules/facts.ts';
import type { SeveritySetting } from '../rules/levels.ts';
import { referencesOf } from '../rules/references.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from './knowledge.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** The one catalog: the workspace's manifests and what the control plane knows, as the rules ask for it. */
export class Catalog implements CatalogFacts {
  readonly workspace: WorkspaceIndex;
  readonly #controlPlane: () => ControlPlaneKnowledge;
  readonly #identity: readonly string[];
  readonly #isComplete: () => boolean;
  #ignore: { globs: readonly string[]; matches: (path: string) => boolean } = {
    globs: [],
    matches: () => false,
  };

  /**
   * @param controlPlane asked anew each time, as what is known of it changes
   * @param identity names under which git knows the author, to guess an owner by
   * @param isComplete whether the whole workspace has been read
   */
  constructor(
    workspace: WorkspaceIndex,
    controlPlane: () => ControlPlaneKnowledge = () => NO_CONTROL_PLANE,
    identity: readonly string[] = [],
    isComplete: () => boolean = () => true,
  ) {
    this.workspace = workspace;
    this.#controlPlane = controlPlane;
    this.#identity = identity;
    this.#isComplete = isComplete;
  }

  get isComplete(): boolean {
    return this.#isComplete();
  }

  get controlPlane(): ControlPlaneKnowledge {
    return this.#controlPlane();
  }

  /**
   * Whether a policy asks not to report a file (`Policy.ignore`); it stays in the catalog all the same.
   *
   * @param path relative to its workspace folder, with `/`
   */
  isIgnored(path: string): boolean {
    const globs = this.workspace.ignoreGlobs();
    if (globs !== this.#ignore.globs) this.#ignore = { globs, matches: picomatch([...globs], { dot: true }) };
    return globs.length > 0 && this.#ignore.matches(path);
  }

  declarations(kind: string, name: string): readonly Declaration[] {
    return this.workspace.declarationsOf(kind, name);
  }

  documentsOf(kind: string): readonly Declaration[] {
    return this.workspace.documentsOf(kind);
  }

  references(kind: string, name: string): readonly Reference[] {
    return this.workspace
      .documents()
      .flatMap(({ at, document }) =>
        [...referencesOf(document)]
          .filter((reference) => reference.kind === kind && reference.name === name)
          .map(({ path }) => ({ at, document, path })),
      );
  }

  entry(kind: string, name: string, environment: Environment | undefined): Knowledge<CatalogEntry> {
    return this.controlPlane.entry(kind, name, environment);
  }

  owners(): readonly string[] {
    return union(this.workspace.policyOwners(), this.controlPlane.owners());
  }

  verticals(): readonly string[] {
    return union(this.workspace.verticals(), this.controlPlane.verticals());
  }

  policySettings(ruleId: string): readonly PolicySetting[] {
    return this.workspace.policySettings(ruleId);
  }

  verticalCheck(vertical: string, ruleId: string): SeveritySetting | undefined {
    return this.workspace.verticalCheck(vertical, ruleId);
  }

  /** The author's own team where git names one that is known, else the team that owns most of the vertical. */
  likelyOwner(vertical: string | undefined): string | undefined {
    const owners = this.owners();
    const own = owners.find((owner) => this.#identity.includes(owner));
    if (own || vertical === undefined) return own;
    const counts = new Map<string, number>();
    for (const { document } of this.workspace.declarations()) {
      if (document.statedText(['metadata', 'tags', 'Vertical']) !== vertical) continue;
      const owner = document.statedText(['metadata', 'tags', 'Owner']);
      if (owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
  }
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return b.length === 0 ? a : [...new Set([...a, ...b])].sort();
}
