import { fieldChanges } from '../catalog/fieldChange.ts';
import { environmentOf } from '../manifest/environment.ts';
import { releaseOf } from '../manifest/release.ts';
import type { RegisterPreview } from '../protocol/guard.ts';
import type { RegisterParams, RegisterResult } from '../protocol/register.ts';
import type { Declaration } from '../rules/facts.ts';
import type { ControlPlanes } from './controlPlanes.ts';
import { foreignTo } from './environmentPlaces.ts';
import { reach } from './reach.ts';
import type { Session } from './session.ts';

/** Takes manifests of the workspace into the catalog. */
export class Registration {
  readonly #session: Session;
  readonly #controlPlanes: ControlPlanes;

  constructor(session: Session, controlPlanes: ControlPlanes) {
    this.#session = session;
    this.#controlPlanes = controlPlanes;
  }

  /** What `register` would change, as far as that is known here; undefined where it could not be registered at all. */
  preview(params: RegisterParams): RegisterPreview | undefined {
    const found = this.#find(params);
    return 'problem' in found ? undefined : this.#previewOf(found.declaration);
  }

  /** Registers the workspace's manifest of that kind and name, as it stands in the editor. */
  async register(params: RegisterParams): Promise<RegisterResult> {
    const found = this.#find(params);
    if ('problem' in found) return unavailable(found.problem);
    const { document, at } = found.declaration;
    const environment = environmentOf(document) ?? this.#session.project.environments.of(at.uri);
    const { guard } = this.#session;
    const foreign = foreignTo(this.#session, environment, at.uri);
    if (foreign) return unavailable(`Not registered: ${foreign}`);
    const client = reach(environment, this.#controlPlanes, guard);
    if ('reason' in client) {
      const { outcome, reason } = client;
      if (outcome === 'off') return unavailable(reason);
      return {
        outcome: outcome === 'locked' ? outcome : 'unavailable',
        message: `Not registered: ${reason}`,
      };
    }
    const reason = guard.reasonFor(environment);
    return await client.register(document.value ?? null, {
      ...(params.ifVersion === undefined ? {} : { ifVersion: params.ifVersion }),
      ...(reason === undefined ? {} : { source: `editor, ${environment} unlocked: ${reason}` }),
    });
  }

  #find({ kind, name }: RegisterParams): { declaration: Declaration } | { problem: string } {
    this.#session.syncAll();
    const [declaration, ...others] = this.#session.project.catalog.declarations(kind, name);
    if (!declaration) return { problem: `The workspace has no manifest of ${kind} ${name}.` };
    if (others.length === 0) return { declaration };
    const places = others.length + 1;
    return { problem: `${kind} ${name} is described in ${places} places; keep one of them first.` };
  }

  #previewOf({ kind, name, document }: Declaration): RegisterPreview {
    const { catalog } = this.#session.project;
    const registered = catalog.entry(kind, name, environmentOf(document), releaseOf(document));
    const manifest = document.value ?? null;
    if (registered.state === 'unknown')
      return { outcome: 'unknown', changes: fieldChanges(undefined, manifest) };
    if (registered.state === 'absent') return { outcome: 'new', changes: fieldChanges(undefined, manifest) };
    const { manifest: before, version } = registered.value;
    const changes = fieldChanges(before, manifest);
    return { outcome: changes.length > 0 ? 'changed' : 'unchanged', version, changes };
  }
}

function unavailable(message: string): RegisterResult {
  return { outcome: 'unavailable', message };
}
