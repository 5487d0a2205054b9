import { commands, type Disposable, type Memento, type QuickPickItem, Uri, window } from 'vscode';
import type { PinDecision, PinItem, PinnedThing } from '../../../../server/src/protocol/gatewayPins.ts';
import { reportFailures } from '../../failures.ts';
import type { Gateway } from '../gateway.ts';
import { pickServer, serverIn } from '../targets.ts';
import { PinDocuments } from './pinDocuments.ts';
import { PinNotices } from './pinNotices.ts';
import { byUrgency, flagLines, isUndecided, readable, standingWords, thingWords } from './pinWords.ts';

const TAKE_BACK = 'Take Back';
const REJECT = 'Reject';
const APPROVE_ANYWAY = 'Approve Anyway';

const DONE: Readonly<Record<PinDecision, string>> = {
  approve: 'Approved',
  reject: 'Rejected',
  forget: 'Taken back, and waiting for you again',
};

/** Commands on what of the servers was approved, and what waits for that. */
export function registerPinCommands(gateway: Gateway, memory: Memento): Disposable[] {
  const documents = new PinDocuments(gateway);
  const decisions = new PinDecisions(gateway, documents);
  const command = (id: string, failure: string, work: (target: unknown) => Promise<void>) =>
    commands.registerCommand(id, (target?: unknown) => reportFailures(failure, () => work(target)));
  return [
    documents,
    new PinNotices(gateway, memory, (server, things) => decisions.review(server, things)),
    command('heady.mcp.reviewPin', 'The change cannot be shown', async (target) => {
      const item = pinIn(target);
      await (item ? documents.open(item) : decisions.review(serverIn(target)));
    }),
    command('heady.mcp.approvePin', 'Nothing was approved', (target) => decisions.one(target, 'approve')),
    command('heady.mcp.rejectPin', 'Nothing was rejected', (target) => decisions.one(target, 'reject')),
    command('heady.mcp.forgetPin', 'Nothing was taken back', (target) => decisions.one(target, 'forget')),
    command('heady.mcp.approvePins', 'Nothing was approved', (target) => decisions.all(target, 'approve')),
    command('heady.mcp.rejectPins', 'Nothing was rejected', (target) => decisions.all(target, 'reject')),
  ];
}

/** Lets a person decide. */
class PinDecisions {
  readonly #gateway: Gateway;
  readonly #documents: PinDocuments;

  constructor(gateway: Gateway, documents: PinDocuments) {
    this.#gateway = gateway;
    this.#documents = documents;
  }

  /** Shows one change, or has the person choose. @param server only of this; @param only only these */
  async review(server?: string, only?: readonly PinnedThing[]): Promise<void> {
    const [one, ...others] = only ?? [];
    if (one && others.length === 0) return await this.#documents.open(one);
    const chosen = await this.#choose(await this.#undecided(server), 'What to look at');
    if (chosen) await this.#documents.open(chosen);
  }

  /** @param target a row, a tab, or nothing: then what is shown now, or what the person chooses */
  async one(target: unknown, decision: PinDecision): Promise<void> {
    const shown = this.#documents.shownIn(target instanceof Uri ? target : undefined);
    const item =
      pinIn(target) ?? shown ?? (await this.#choose(await this.#choices(decision), `What to ${decision}`));
    if (item) await this.#decide([item], decision);
  }

  /** All of a server. @param target a row, or nothing: then the person chooses */
  async all(target: unknown, decision: PinDecision): Promise<void> {
    const server = serverIn(target) ?? (await pickServer(this.#gateway));
    if (server === undefined) return;
    // The organisation's decisions are not the workspace's to approve.
    const items = (await this.#undecided(server)).filter(({ by }) => decision === 'reject' || !by);
    if (items.length === 0) {
      void window.showInformationMessage('Nothing waits for a decision.');
      return;
    }
    await this.#decide(items, decision);
  }

  async #decide(items: readonly PinItem[], decision: PinDecision): Promise<void> {
    const meant = decision === 'approve' ? await meantBy(items) : decision;
    if (meant) await this.#carryOut(items, meant);
  }

  async #carryOut(items: readonly PinItem[], decision: PinDecision): Promise<void> {
    await this.#gateway.decidePins(decision, items);
    await this.#documents.close(items);
    const [only] = items;
    const what =
      only && items.length === 1
        ? `${thingWords(only)} of ${readable(only.server)}`
        : `${items.length} definitions`;
    // What is gone is offered no more, so nothing can wait there again.
    const offered = items.filter(({ state }) => state !== 'missing');
    const remedies = decision === 'forget' || offered.length === 0 ? [] : [TAKE_BACK];
    void window.showInformationMessage(`${DONE[decision]}: ${what}.`, ...remedies).then(async (answer) => {
      if (answer === TAKE_BACK)
        await reportFailures('Nothing was taken back', () => this.#decide(offered, 'forget'));
    });
  }

  async #choose(items: readonly PinItem[], placeHolder: string): Promise<PinItem | undefined> {
    const rows = items.map((item): QuickPickItem & { item: PinItem } => ({
      label: readable(item.name),
      description: `${readable(item.server)} · ${standingWords(item)}`,
      ...(item.flags.length > 0 ? { detail: item.flags.map(({ message }) => message).join(' ') } : {}),
      item,
    }));
    if (rows.length === 0) {
      void window.showInformationMessage('Nothing waits for a decision.');
      return undefined;
    }
    const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
    return (await window.showQuickPick(rows, options))?.item;
  }

  async #choices(decision: PinDecision): Promise<PinItem[]> {
    if (decision !== 'forget') return await this.#undecided();
    return (await this.#items()).filter(({ state }) => state === 'pinned' || state === 'rejected');
  }

  async #undecided(server?: string): Promise<PinItem[]> {
    return (await this.#items(server)).filter(isUndecided).sort(byUrgency);
  }

  async #items(server?: string): Promise<PinItem[]> {
    const { servers } = this.#gateway.status ?? (await this.#gateway.start());
    const asked = server === undefined ? servers.map(({ name }) => name) : [server];
    return (await Promise.all(asked.map((name) => this.#gateway.pins(name)))).flatMap(({ items }) => items);
  }
}

/** What is dangerous is approved by nobody in passing, nor by pressing Enter. @returns undefined: leave it */
async function meantBy(items: readonly PinItem[]): Promise<PinDecision | undefined> {
  const dangers = flagLines(items, 'danger');
  if (dangers.length === 0) return 'approve';
  const [only] = items;
  const what = only && items.length === 1 ? thingWords(only) : `${items.length} definitions`;
  const question = `Approve ${what}? Models read what is flagged here, and may do what it says.`;
  const options = { modal: true, detail: dangers.join('\n') };
  const answer = await window.showWarningMessage(question, options, REJECT, APPROVE_ANYWAY);
  if (answer === REJECT) return 'reject';
  return answer === APPROVE_ANYWAY ? 'approve' : undefined;
}

/** The pin of a row. */
function pinIn(target: unknown): PinItem | undefined {
  const isRow = typeof target === 'object' && target !== null && 'pin' in target;
  return isRow ? (target.pin as PinItem | undefined) : undefined;
}
