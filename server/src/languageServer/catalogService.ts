import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CodeLensRefreshRequest, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import type { Catalog } from '../catalog/catalog.ts';
import { CatalogLedger } from '../catalog/catalogLedger.ts';
import { byEnvironmentThenName } from '../catalog/merge.ts';
import { inSlices } from '../catalog/slices.ts';
import { isOnDisk } from '../catalog/workspaceLoader.ts';
import type { Plain } from '../manifest/tree.ts';
import type {
  CatalogChanges,
  CatalogChangesParams,
  CatalogCircumstances,
  CatalogSnapshot,
} from '../protocol/catalog.ts';
import type { ControlPlaneStatus } from '../protocol/controlPlane.ts';
import type { Settings } from '../protocol/settings.ts';
import { Methods } from '../protocol.ts';
import type { Declaration } from '../rules/facts.ts';
import { ControlPlanes } from './controlPlanes.ts';
import type { Diagnostics } from './diagnostics.ts';
import { guardOf } from './guard.ts';
import type { Session } from './session.ts';
import { wish } from './wish.ts';

/** Quiet time after which the client is told that the catalog changed, in ms. */
const ANNOUNCE_DELAY = 50;
/** The same while somebody types: asking anew costs more than a keystroke may. */
const TYPING_DELAY = 300;
/** Least time between two reports of progress, in ms. */
const PROGRESS_INTERVAL = 100;

/** The longest that a snapshot waits for the findings of all manifests, in ms; the rest of them come with the next one. */
const PATIENCE = 1_000;

/** Items of a page of changes: the editor decodes one in a few hundredths of a second. */
const PAGE = 5_000;

/** Reads the workspace, has control planes connected, and tells the client of the two merged. */
export class CatalogService {
  readonly #session: Session;
  readonly #diagnostics: Diagnostics;
  readonly controlPlanes: ControlPlanes;
  readonly #ledger: CatalogLedger;
  #updating: Promise<void> | undefined;
  #loading: AbortController | undefined;
  #loaded: Promise<void> | undefined;
  #judging: Promise<void> | undefined;
  #started = false;
  #announceTimer: NodeJS.Timeout | undefined;

  constructor(session: Session, diagnostics: Diagnostics) {
    this.#session = session;
    this.#diagnostics = diagnostics;
    this.#ledger = new CatalogLedger(session.project.catalog, (declaration) => this.#count(declaration));
    const manifests = async () => (await inSlices(this.#sound())) ?? [];
    this.controlPlanes = new ControlPlanes(session, manifests, () => this.#factsChanged());
  }

  /** Everything that must not hold up the editor's first answers. */
  async start(): Promise<void> {
    await this.loadWorkspace();
    // Not before: starting git costs more than reading many manifests, and nobody asks for an owner yet.
    await this.#session.learnIdentity();
    this.#started = true;
    await this.followControlPlanes();
  }

  /** Takes changed settings over: reads the workspace anew, starts or stops the control plane. */
  async applySettings(settings: Settings): Promise<void> {
    const before = this.#session.settings;
    this.#session.settings = settings;
    const reads = ({ exclude, maxFiles }: Settings) => ({ exclude, maxFiles });
    if (!isDeepStrictEqual(reads(before), reads(settings))) await this.loadWorkspace();
    if (!isDeepStrictEqual(before.impact, settings.impact)) this.#refreshLenses();
    await this.followControlPlanes();
  }

  /** Connects to the control planes that environments, settings and manifests point to by now. */
  async followControlPlanes(): Promise<void> {
    this.#session.guard.placesChanged();
    if (!this.#started) return;
    const following = this.controlPlanes.follow();
    this.#session.controlPlane = this.controlPlanes;
    await following;
  }

  /** Another environment is a folder's. */
  async switched(): Promise<void> {
    this.controlPlanes.leaveVisited();
    await this.followControlPlanes();
  }

  /** Somebody signed in to a control plane, or out of it. */
  tokensChanged(): Promise<void> {
    return this.controlPlanes.tokensChanged();
  }

  /** Reads all manifests. A load that is still under way gives way, and whoever waits for it waits for this one. */
  async loadWorkspace(): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const load = this.#load(loading);
    this.#loaded = load;
    await load;
    if (this.#loaded !== load) await this.#loaded;
  }

  async #load(loading: AbortController): Promise<void> {
    this.#session.indexing = true;
    this.#session.isWhole = false;
    this.announce();
    const { connection, abilities, project, settings, loader, memory } = this.#session;
    const progress = abilities.progress
      ? await wish(connection, connection.window.createWorkDoneProgress())
      : undefined;
    progress?.begin('Heady: reading manifests', 0, undefined, true);
    progress?.token.onCancellationRequested(() => loading.abort());
    try {
      let reported = 0;
      const { found, complete } = await loader.load(
        project.folders,
        settings,
        loading.signal,
        (read, toRead) => {
          if (read === 1) memory.expect(toRead);
          if (performance.now() - reported < PROGRESS_INTERVAL) return;
          reported = performance.now();
          progress?.report((read / toRead) * 100, `${read} of ${toRead}`);
        },
      );
      if (this.#loading === loading) {
        this.#session.isWhole = complete;
        await loader.recallReports(loading.signal);
      }
      memory.settle(found);
      if (found > settings.maxFiles) this.#sayThatItIsTooMuch(found, settings.maxFiles);
    } finally {
      progress?.done();
      if (this.#loading === loading) this.#session.indexing = false;
    }
    if (this.#loading !== loading) return;
    this.workspaceChanged();
  }

  #sayThatItIsTooMuch(found: number, maxFiles: number): void {
    const message = `Heady reads the first ${maxFiles} of ${found} manifests. Leave folders out with the setting heady.exclude, or raise heady.maxFiles.`;
    void this.#session.connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message,
    });
  }

  /** Files changed outside the editor, or were read for the first time. */
  workspaceChanged(): void {
    void this.followControlPlanes();
    this.#factsChanged();
  }

  #factsChanged(): void {
    this.#diagnostics.factsChanged();
    this.announce();
    const { abilities, connection } = this.#session;
    // What is shown between the lines tells of other files and of the catalog.
    this.#refreshLenses();
    if (abilities.refreshesInlayHints) void wish(connection, connection.languages.inlayHint.refresh());
  }

  #refreshLenses(): void {
    const { abilities, connection } = this.#session;
    if (abilities.refreshesCodeLenses)
      void wish(connection, connection.sendRequest(CodeLensRefreshRequest.type));
  }

  /** A manifest changed in the editor: its entry may have, and its findings. */
  documentChanged(): void {
    this.#session.memory.postpone();
    this.announce(TYPING_DELAY);
  }

  /** Tells the client, once for a burst of changes, to ask for the catalog again. */
  announce(delay = ANNOUNCE_DELAY): void {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(
      () => void this.#session.connection.sendNotification(Methods.catalogChanged),
      delay,
    );
  }

  /** All of it. */
  async snapshot(): Promise<CatalogSnapshot> {
    await this.#bringUpToDate();
    return { items: [...this.#ledger.items()].sort(byEnvironmentThenName), ...this.#circumstances() };
  }

  /** What changed since another such answer, page by page. */
  async changes({ since }: CatalogChangesParams): Promise<CatalogChanges> {
    await this.#bringUpToDate();
    return { ...this.#ledger.changes(since, PAGE), ...this.#circumstances() };
  }

  async #bringUpToDate(): Promise<void> {
    this.#session.syncAll();
    const judged = this.#judge();
    const isJudged = await Promise.race([judged.then(() => true), sleep(PATIENCE, false, { ref: false })]);
    if (!isJudged) void judged.then(() => this.announce());
    // One after the other: what changed while it was being brought up to date is not in it yet.
    const before = this.#updating;
    const updating = (async () => {
      await before?.catch(() => undefined);
      await inSlices(this.#ledger.update(this.#session.project.factsStamp));
    })();
    this.#updating = updating;
    await updating;
  }

  #circumstances(): CatalogCircumstances {
    const { project, loader, indexing } = this.#session;
    return {
      controlPlane: this.controlPlanes.status,
      controlPlanes: this.controlPlanes.statuses,
      indexing,
      unreadable: [...loader.unreadable].map(([uri, reason]) => ({ uri, reason })),
      guards: guardsOf(project.catalog),
      virtualFolders: project.folders.filter((uri) => !isOnDisk(uri)),
    };
  }

  restartControlPlane(): Promise<ControlPlaneStatus> {
    return this.controlPlanes.restart();
  }

  async dispose(): Promise<void> {
    this.#loading?.abort();
    clearTimeout(this.#announceTimer);
    this.#session.memory.dispose();
    await Promise.all([this.#session.loader.dispose(), this.controlPlanes.dispose()]);
  }

  /** Manifests that a fresh catalog starts from. A step for each. */
  *#sound(): Generator<void, Plain[]> {
    const sound: Plain[] = [];
    for (const { document } of this.#session.project.catalog.workspace.declarations()) {
      if (!document.broken && document.value !== undefined) sound.push(document.value);
      yield;
    }
    return sound;
  }

  /** Works out what is found in each manifest, once for all who wait for it. */
  #judge(): Promise<void> {
    const { project } = this.#session;
    const judge = async () => {
      for (let stamp = ''; stamp !== project.factsStamp; ) {
        stamp = project.factsStamp;
        await inSlices(project.judge());
      }
    };
    this.#judging ??= judge().finally(() => {
      this.#judging = undefined;
    });
    return this.#judging;
  }

  /** Findings of a manifest, if they are known by now. */
  #count({ at }: Declaration): { errors: number; warnings: number } | undefined {
    const { project } = this.#session;
    const placed = project.placed(at);
    const report = placed && project.reportIfReady(at, placed);
    if (!report) return undefined;
    const open = report.findings.filter(({ suppressed }) => suppressed === undefined);
    return {
      errors: open.filter(({ severity }) => severity === 'error').length,
      warnings: open.filter(({ severity }) => severity === 'warning').length,
    };
  }
}

function guardsOf(catalog: Catalog): CatalogSnapshot['guards'] {
  return {
    dev: guardOf(catalog, 'dev'),
    test: guardOf(catalog, 'test'),
    stage: guardOf(catalog, 'stage'),
    prod: guardOf(catalog, 'prod'),
  };
}
