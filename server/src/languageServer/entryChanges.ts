import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { CallError, registrationOf } from '../catalog/controlPlane/answers.ts';
import { promotionOf, retirementOf } from '../catalog/controlPlane/changes.ts';
import { type ControlPlaneClient, NotConnected } from '../catalog/controlPlane/client.ts';
import { manifestOf } from '../catalog/controlPlane/history.ts';
import { fieldChanges } from '../catalog/fieldChange.ts';
import { declarationOf } from '../language/entry/details.ts';
import { environmentInName, environmentOf } from '../manifest/environment.ts';
import { rangeOf } from '../manifest/file.ts';
import { releaseOf } from '../manifest/release.ts';
import { formatPath } from '../manifest/tree.ts';
import {
  ChangeMethods,
  type PromoteParams,
  type Promotion,
  type RestoreParams,
  type Retirement,
  type RetireParams,
  type TakeRegisteredParams,
  type Unavailable,
} from '../protocol/entryChanges.ts';
import type { EntryRef } from '../protocol/entryDetails.ts';
import type { RegisterResult } from '../protocol/register.ts';
import type { EnvironmentName } from '../protocol.ts';
import { differences } from '../rules/catalog/differences.ts';
import { editsTowards, overlap } from '../rules/catalog/drift.ts';
import type { ControlPlanes } from './controlPlanes.ts';
import { asYaml, keyOf } from './entryRefs.ts';
import { foreignTo, homeOf, placeOf } from './environmentPlaces.ts';
import { type Claim, readSource } from './promotionSource.ts';
import { reach } from './reach.ts';
import type { Session } from './session.ts';

interface Parts {
  session: Session;
  controlPlanes: ControlPlanes;
}

/** Changes what is registered beyond registering manifests. @param parts exist once `initialize` was answered */
export function listenForEntryChanges(connection: Connection, parts: () => Parts): void {
  const changes = () => new EntryChanges(parts());
  connection.onRequest(ChangeMethods.rehearsePromotion, (params: PromoteParams) =>
    changes().promote(params, true),
  );
  connection.onRequest(ChangeMethods.promote, (params: PromoteParams) => changes().promote(params, false));
  connection.onRequest(ChangeMethods.retire, (params: RetireParams) => changes().retire(params));
  connection.onRequest(ChangeMethods.takeRegistered, (params: TakeRegisteredParams) =>
    takeRegistered(connection, parts().session, params),
  );
  connection.onRequest(ChangeMethods.restore, (params: RestoreParams) => changes().restore(params));
}

class EntryChanges {
  readonly #session: Session;
  readonly #controlPlanes: ControlPlanes;

  constructor({ session, controlPlanes }: Parts) {
    this.#session = session;
    this.#controlPlanes = controlPlanes;
  }

  /** Where the environments have different control planes, that of the next one decides; it is told what is in the other. */
  async promote(params: PromoteParams, dryRun: boolean): Promise<Promotion | Unavailable> {
    const { to, ifVersion, ifTargetVersion, own } = params;
    const isLocked = !dryRun && this.#session.guard.isLocked(to);
    if (!isLocked) await this.#controlPlanes.visit(to);
    return this.#in<Promotion | Unavailable>(to, params, dryRun, async (client) => {
      const source = await this.#sourceOf(params);
      if ('outcome' in source) return source;
      const args = {
        ...keyOf(params),
        ...{ to, ifVersion },
        ...source,
        ...(ifTargetVersion === undefined ? {} : { ifTargetVersion }),
        ...(own === undefined ? {} : { own }),
        ...this.#because(to, params.reason),
        ...(dryRun ? { dryRun } : {}),
      };
      const tool = 'catalog_promote';
      const answer = dryRun ? await client.ask(tool, args) : await client.change(tool, args);
      const { outcome, gates, name, sourceVersion, target, manifest, ...more } = promotionOf(answer);
      const before = target?.manifest;
      return {
        ...{ outcome, gates, targetVersion: target?.version ?? 0 },
        ...(name === undefined ? {} : { name }),
        ...(sourceVersion === undefined ? {} : { sourceVersion }),
        ...(more.own ? { own: more.own } : {}),
        changes: manifest ? fieldChanges(before, manifest) : [],
        ...(manifest
          ? {
              texts: { ...(before === undefined ? {} : { before: asYaml(before) }), after: asYaml(manifest) },
            }
          : {}),
      };
    });
  }

  retire(params: RetireParams): Promise<Retirement | Unavailable> {
    const environment = this.#placeOf(params);
    return this.#in(environment, params, false, async (client) => {
      const answer = await client.change('catalog_retire', {
        ...keyOf(params),
        ifVersion: params.ifVersion,
        ...(params.force ? { force: true } : {}),
        ...this.#because(environment, params.reason),
      });
      const result = retirementOf(answer);
      return { ...result, message: retirementWords(params, result) };
    });
  }

  /** Registers what an earlier version was: the newest version is what it says then. */
  restore(params: RestoreParams): Promise<RegisterResult | Unavailable> {
    const { version, ifVersion } = params;
    const environment = this.#placeOf(params);
    return this.#in(environment, params, false, async (client) => {
      const cursor = String(version + 1);
      const page = { ...keyOf(params), manifests: true, limit: 1, cursor };
      const manifest = manifestOf(await client.ask('catalog_history', page), version);
      if (manifest === undefined)
        throw new CallError(`There is no version ${version} of ${params.kind} ${params.name}.`);
      const { reason = '' } = this.#because(environment);
      const source = `editor, version ${version} brought back${reason && `: ${reason}`}`;
      const answer = await client.change('catalog_register', {
        ...{ manifest, source },
        ...(ifVersion === undefined ? {} : { ifVersion }),
      });
      return registrationOf(answer);
    });
  }

  /** What another control plane has of what is promoted, for the one that decides; nothing where it is the same one. */
  async #sourceOf(params: PromoteParams): Promise<{ claim?: Claim } | Unavailable> {
    const from = this.#placeOf(params);
    const foreign = this.#foreign(from, params);
    if (foreign) return unavailable(`Nothing was changed: ${foreign}`);
    if (this.#controlPlanes.areTogether(from, params.to)) return {};
    const apart = `${from} has a control plane of its own, and what is to be promoted could not be read there`;
    try {
      const client = await this.#controlPlanes.visit(from);
      if (!client) return { ...unavailable(`${apart}: it is switched off.`), at: from };
      return {
        claim: await readSource(client, placeOf(this.#session, from), { ...params, environment: from }),
      };
    } catch (error) {
      return { ...unavailable(`${apart}. ${(error as Error).message}`), at: from };
    }
  }

  /** Why the folder of an entry's manifest has nothing to do with that environment as this window knows it. */
  #foreign(environment: EnvironmentName, ref: EntryRef): string | undefined {
    const declaration = declarationOf(this.#session.project, ref);
    return declaration && foreignTo(this.#session, environment, declaration.at.uri);
  }

  #placeOf({ kind, name, environment }: EntryRef): EnvironmentName {
    return environment ?? environmentInName(kind, name) ?? homeOf(this.#session.project, kind, name);
  }

  /** What is given as the reason, or why the environment was unlocked. */
  #because(environment: EnvironmentName, reason = this.#session.guard.reasonFor(environment)) {
    return reason === undefined ? {} : { reason };
  }

  /** Has something changed in an environment, where that may be; what keeps it from that is said. */
  async #in<T>(
    environment: EnvironmentName,
    ref: EntryRef,
    isRead: boolean,
    work: (client: ControlPlaneClient) => Promise<T>,
  ): Promise<T | Unavailable> {
    const foreign = this.#foreign(environment, ref);
    if (foreign) return unavailable(`Nothing was changed: ${foreign}`);
    const client = reach(environment, this.#controlPlanes, isRead ? undefined : this.#session.guard);
    if ('reason' in client) {
      const { outcome, reason } = client;
      if (outcome !== 'locked') return unavailable(reason);
      return { outcome, message: `Nothing was changed: ${reason}` };
    }
    try {
      return await work(client);
    } catch (error) {
      const { message } = error as Error;
      if (isRead || error instanceof CallError || error instanceof NotConnected) return unavailable(message);
      return {
        outcome: 'unknown',
        message: `Nobody knows whether it was changed, as no answer came (${message}). Look at its history before you try again.`,
      };
    }
  }
}

function unavailable(message: string): Unavailable {
  return { outcome: 'unavailable', message };
}

function retirementWords(
  { kind, name, ifVersion }: RetireParams,
  { outcome, dependants, version }: Omit<Retirement, 'message'>,
): string {
  const what = `${kind} ${name}`;
  switch (outcome) {
    case 'retired':
      return `${what} is retired. Its history stays.`;
    case 'absent':
      return `${what} is not in use any more: there was nothing to retire.`;
    case 'conflict':
      return `Not retired: by now version ${version} is registered, not ${ifVersion}. Look at it first.`;
    case 'refused':
      return `Not retired: ${dependants.length === 1 ? 'another entry refers' : `${dependants.length} places refer`} to it.`;
  }
}

/**
 * Has the editor write into a manifest what is registered, where it can be undone.
 *
 * @returns the fields that no edit could change
 */
async function takeRegistered(
  connection: Connection,
  session: Session,
  { fields, ...ref }: TakeRegisteredParams,
): Promise<string[]> {
  session.syncAll();
  const { catalog } = session.project;
  const declaration = declarationOf(session.project, ref);
  const { at, document } = declaration ?? failed(`The workspace has no manifest of ${ref.kind} ${ref.name}.`);
  const entry = catalog.entry(ref.kind, ref.name, environmentOf(document), releaseOf(document));
  const placed = catalog.workspace.file(at.uri)?.documents[at.index];
  if (entry.state !== 'known' || !placed) return failed(`${ref.name} is not known to be registered.`);
  const wanted = differences(document.value ?? null, entry.value.manifest).filter((path) =>
    fields.includes(formatPath(path)),
  );
  const changes: ReturnType<typeof editsTowards> = [];
  for (const change of editsTowards(entry.value.manifest, document, wanted)) {
    if (!overlap([...changes, change].map(({ edit }) => edit))) changes.push(change);
  }
  const edits = changes.map(({ edit }) => ({ range: rangeOf(placed, edit), newText: edit.newText }));
  const { applied } = await connection.workspace.applyEdit({
    label: `Take what is registered of ${ref.name}`,
    edit: { changes: { [at.uri]: edits } },
  });
  if (!applied) failed('The editor did not take the edit. Nothing was changed.');
  const taken = new Set(changes.map(({ path }) => formatPath(path)));
  return fields.filter((field) => !taken.has(field));
}

/** @throws what the client is answered */
function failed(message: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, message);
}
