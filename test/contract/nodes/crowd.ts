import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlaneClient } from '../../../server/src/catalog/controlPlane/client.ts';
import { remoteControlPlane } from '../../../server/src/catalog/controlPlane/http.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { type Connection, PATIENCE } from './connection.ts';
import type { Ledger } from './ledger.ts';
import type { Pulse } from './pulse.ts';

/** Before a call whose answer was lost is made again, at first and at most. In milliseconds. */
const RETRY = 100;
const LONGEST_RETRY = 2_000;

/** What clients have in common. */
export interface Surroundings {
  ledger: Ledger;
  pulse: Pulse;
  /** The test is about to end: finish what is under way. */
  over: AbortSignal;
}

/** Acts again and again. @returns when it has come to its end */
export type Client = () => Promise<void>;

interface Registered {
  outcome: string;
  entry?: { version: number };
}

/**
 * Registers versions of entries, each only in place of the one it knows. `own`: of one entry, and repeats what was not
 * answered; `shared`: the same of one that others write as well; `careless`: always a new entry, and never asks again.
 */
export function writer(
  name: string,
  connection: Connection,
  sort: 'own' | 'shared' | 'careless',
  { ledger, pulse, over }: Surroundings,
): Client {
  let count = 0;
  const known = new Map<string, number>();
  const entryOf = {
    own: () => name,
    shared: () => 'shared',
    careless: () => `${name}-${count}`,
  };

  /** @returns nothing where no answer came */
  async function attempt(
    entry: string,
    mark: string,
    ifVersion: number,
    patience = PATIENCE,
  ): Promise<Registered | undefined> {
    const manifest = service(`dev-health-${entry}`);
    manifest.metadata.title = mark;
    const began = Date.now();
    try {
      const answer = await connection.call('catalog_register', { manifest, ifVersion }, patience);
      if (answer.isError) return undefined;
      pulse.answered(began);
      return answer.structuredContent as Registered;
    } catch {
      return undefined;
    }
  }

  return async () => {
    for (await pulse.pause(over); !over.aborted; ) {
      const entry = entryOf[sort]();
      const mark = `${name} ${++count}`;
      const ifVersion = known.get(entry) ?? 0;
      const since = Date.now();
      let answer = await attempt(entry, mark, ifVersion);
      let repeated = 0;
      while (!answer && sort !== 'careless') {
        await sleep(Math.min(RETRY * 2 ** repeated++, LONGEST_RETRY));
        // With the same patience each time, calls given up would choke a slow control plane for good.
        answer = await attempt(entry, mark, ifVersion, PATIENCE * 2 ** repeated);
      }
      const fullName = `dev-health-${entry}`;
      if (answer) pulse.beat(name, since);
      if (!answer) ledger.giveUp(fullName, mark);
      // Others may have written over what nobody acknowledged.
      else if (answer.outcome !== 'conflict') ledger.acknowledge(fullName, mark, answer.entry?.version ?? 0);
      else if (repeated) ledger.giveUp(fullName, mark);
      if (answer?.entry) known.set(entry, answer.entry.version);
      await pulse.pause(over);
    }
  };
}

/** Searches, and is never told of an older catalog than before. */
export function reader(name: string, connection: Connection, { pulse, over }: Surroundings): Client {
  return async () => {
    await pulse.pause(over);
    for (let revision = 0; !over.aborted; await pulse.pause(over)) {
      const since = Date.now();
      let page: { revision: number } | undefined;
      while (!page) {
        const began = Date.now();
        const query = { text: name.slice(-1), environment: 'dev', limit: 10 };
        const answer = await connection.call('catalog_search', query).catch(() => undefined);
        page = answer?.structuredContent as typeof page;
        if (page) pulse.answered(began);
        else await sleep(RETRY);
      }
      if (page.revision < revision) throw new Error(`${name} read ${page.revision} after ${revision}.`);
      revision = page.revision;
      pulse.beat(name, since);
    }
  };
}

/** What a watcher has come to know: each entry's version. */
export type Knowledge = () => ReadonlyMap<string, number>;

interface Page {
  entries: { name: string; version: number; registeredAt: string }[];
  revision: number;
  nextCursor?: string;
}

/** Is told that there are changes, and reads them from where it was. */
export function watcher(name: string, connection: Connection, { pulse, over }: Surroundings) {
  const known = new Map<string, number>();
  let revision = 0;
  let ready = 0;
  let wake = () => {};
  const news = () => wake();

  async function catchUp(): Promise<void> {
    let cursor: string | undefined;
    let first: number | undefined;
    do {
      const query = { since: revision, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const began = Date.now();
      const answer = await connection.call('catalog_search', query);
      if (answer.isError) throw new Error(answer.text);
      pulse.answered(began);
      const page = answer.structuredContent as Page;
      const fresh = page.entries.filter((entry) => known.get(entry.name) !== entry.version);
      for (const entry of fresh) known.set(entry.name, entry.version);
      if (fresh.length) pulse.beat(name, Math.max(ready, oldestOf(fresh)));
      first ??= page.revision;
      cursor = page.nextCursor;
    } while (cursor);
    revision = first;
  }

  const follow: Client = async () => {
    const stopped = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
    let lost = true;
    while (!over.aborted) {
      const told = new Promise<void>((resolve) => {
        wake = resolve;
      });
      try {
        if (lost) {
          const { over: end } = await connection.follow('heady://catalog/dev', news);
          lost = false;
          void end.then(() => {
            lost = true;
            news();
          });
        }
        await catchUp();
        await Promise.race([told, stopped]);
        await pulse.pause(over);
        ready = Date.now();
      } catch {
        await sleep(RETRY);
      }
    }
  };
  return { follow, knowledge: (): ReadonlyMap<string, number> => known };
}

/** The product's own client, as the editor runs it: follows everything, and registers now and then. */
export function editor(name: string, url: URL, token: string, { ledger, pulse, over }: Surroundings) {
  const client = new ControlPlaneClient({ makeLink: remoteControlPlane(url, token) });
  let known = new Map<string, number>();
  client.onChange(() => {
    const entries = [...client.knowledge.entries()];
    const fresh = entries.filter((entry) => known.get(entry.name) !== entry.version);
    if (fresh.length) pulse.beat(name, oldestOf(fresh));
    known = new Map(entries.map((entry) => [entry.name, entry.version]));
  });
  const act: Client = async () => {
    await client.start();
    let unanswered: string | undefined;
    for (let count = 1; !over.aborted; await pulse.pause(over)) {
      const manifest = service(`dev-health-${name}`);
      const mark = `${name} ${count}`;
      manifest.metadata.title = mark;
      const { outcome, version = 0 } = await client.register(manifest);
      unanswered = outcome === 'unavailable' ? mark : undefined;
      if (unanswered) continue;
      ledger.acknowledge(manifest.metadata.name, mark, version);
      count++;
    }
    // Time was up before it could be repeated.
    if (unanswered) ledger.giveUp(`dev-health-${name}`, unanswered);
  };
  return { act, knowledge: (): ReadonlyMap<string, number> => known, dispose: () => client.dispose() };
}

/** When the oldest of some entries was registered. */
function oldestOf(entries: readonly { registeredAt: string }[]): number {
  return Math.min(...entries.map(({ registeredAt }) => Date.parse(registeredAt)));
}
