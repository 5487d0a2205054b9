import { SettingsError } from '../../controlPlane/settings/settings.ts';
import type { Gateway } from '../gateway.ts';
import { visible } from '../hygiene/invisible.ts';
import { type GatewayArguments, gatewayArguments } from '../options.ts';
import { type InventoryItem, inventoryOf } from '../registry/inventory.ts';
import { approve, type Choice, forget, reject } from './decide.ts';
import { unifiedDiff } from './diff.ts';
import { WORDS } from './workspacePins.ts';

const VERBS = ['list', 'diff', 'approve', 'reject', 'forget'] as const;
type Verb = (typeof VERBS)[number];

/** What a person decides, as it is kept here, as the control plane calls it, and as it is told. */
const DECISIONS = {
  approve: { edit: approve, ofAll: 'approve', done: 'approved' },
  reject: { edit: reject, ofAll: 'reject', done: 'rejected' },
  forget: { edit: forget, ofAll: 'withdraw', done: 'forgotten' },
} as const;

/** Nothing is to be decided about these, unless they are named. */
const DECIDED: readonly string[] = ['pinned', 'rejected', 'denied'];

const PINS_USAGE = `heady gateway pins: what of the servers was approved, and what is to be decided.

usage: heady gateway pins list    [NAME...] [--server NAME]
       heady gateway pins diff    [NAME...] [--server NAME]
       heady gateway pins approve [NAME...] [--server NAME] [--all]
       heady gateway pins reject  [NAME...] [--server NAME] [--all]
       heady gateway pins forget  NAME... [--server NAME]

  list            everything that is pinned or to be decided
  diff            what changed since it was approved, as a unified diff; exit code 1 where something did
  approve         pin it as it is offered now, or let go what is gone
  reject          offer it to nobody
  forget          take back what was decided: it waits for a person again
  NAME            of a tool or prompt, a template's URI, or "instructions"
  --server NAME   only what this server offers
  --all           whatever is to be decided, of all servers that are meant
  --organisation  decide in the environment's control plane, for all who use it: that comes before what a workspace
                  decided, which can only reject more

Without --organisation the decisions are kept in .heady/pins.json: commit it. They are about what the servers offered when they were asked last,
which 'heady gateway list' does. Options of 'heady gateway' say which servers: --env, --manifests.
`;

/** `heady gateway pins`. @returns exit code */
export async function pinsCommand(
  args: readonly string[],
  gatewayOf: (options: GatewayArguments) => Promise<Gateway>,
): Promise<number> {
  const options = gatewayArguments(args);
  if (options.help) {
    process.stdout.write(PINS_USAGE);
    return 0;
  }
  const { verb, server, isAll, isOfAll, names } = pinsArguments(options.others);
  const gateway = await gatewayOf(options);
  try {
    if (server !== undefined && !gateway.upstreams.some(({ name }) => name === server)) {
      throw new SettingsError(`--server: there is no server "${server}" here.`);
    }
    const servers = await inventoryOf(gateway, 'unknown');
    if (!gateway.pins || gateway.pins.trouble !== undefined) return 2;
    const meant = servers
      .flatMap(({ items }) => items)
      .filter((item) => item.kind !== 'resources' && (server === undefined || item.server === server))
      .filter(({ name }) => names.length === 0 || names.includes(name));
    const nowhere = names.find((name) => !meant.some((item) => item.name === name));
    if (nowhere !== undefined)
      throw new SettingsError(`There is no "${nowhere}" among what is offered or pinned.`);
    if (verb === 'list') return list(meant);
    const open = meant.filter(({ state }) => state !== undefined && !DECIDED.includes(state));
    if (verb === 'diff') return diff(open);
    if (names.length === 0 && (!isAll || verb === 'forget')) {
      const all = verb === 'forget' ? '' : ', or --all for everything that is to be decided';
      throw new SettingsError(`Say what to ${verb}: names${all}.`);
    }
    const chosen = names.length > 0 ? meant : open;
    const { edit, done } = DECISIONS[verb];
    if (isOfAll) await decideForAll(gateway, verb, chosen);
    else await gateway.pins.decide((set) => edit(set, chosen.map(choiceOf)));
    for (const item of chosen)
      process.stdout.write(`${done}  ${titleOf(item)}${isOfAll ? '' : caveat(item)}\n`);
    if (chosen.length === 0) process.stdout.write('Nothing is to be decided.\n');
    return 0;
  } finally {
    await gateway.close();
  }
}

function pinsArguments([verb, ...others]: readonly string[]) {
  const known = VERBS.find((each) => each === verb);
  if (!known) throw new SettingsError(`Say what to do with pins: ${VERBS.join(', ')}.`);
  const names: string[] = [];
  let server: string | undefined;
  let isAll = false;
  let isOfAll = false;
  for (let index = 0; index < others.length; index++) {
    const argument = others[index] ?? '';
    const [, inline] = /^--server=(.*)$/s.exec(argument) ?? [];
    if (argument === '--all') isAll = true;
    else if (argument === '--organisation') isOfAll = true;
    else if (inline !== undefined) server = inline;
    else if (argument === '--server') server = others[++index];
    else if (argument.startsWith('--'))
      throw new SettingsError(`${argument}: there is no such option of pins.`);
    else names.push(argument);
  }
  if (isOfAll && !(known in DECISIONS))
    throw new SettingsError(
      `--organisation: ${known} tells what the organisation decided anyway. Leave it out.`,
    );
  return { verb: known as Verb, server, isAll, isOfAll, names };
}

/** @throws SettingsError where there is no control plane to decide in, or it refuses */
async function decideForAll(
  { organisation }: Gateway,
  verb: keyof typeof DECISIONS,
  chosen: readonly InventoryItem[],
): Promise<void> {
  if (!organisation)
    throw new SettingsError(
      '--organisation: this environment has no control plane that others share. Say where it is: --control-plane URL.',
    );
  const ofKinds = Map.groupBy(chosen.map(choiceOf), ({ server, kind }) => `${server} ${kind}`);
  for (const choices of ofKinds.values()) {
    const [{ server, kind } = { server: '', kind: 'tools' as const }] = choices;
    const definitions = choices.flatMap(({ definition }) => (definition ? [definition] : []));
    if (definitions.length === 0) continue;
    await organisation.decide(server, kind, DECISIONS[verb].ofAll, definitions).catch((error: Error) => {
      throw new SettingsError(`--organisation: ${error.message}`);
    });
  }
}

/** Where the organisation decided, a workspace's approval changes nothing. */
function caveat({ by }: InventoryItem): string {
  return by === 'organisation' ? ', but your organisation decided about it, which comes first' : '';
}

function list(items: readonly InventoryItem[]): number {
  for (const item of items)
    process.stdout.write(
      `${(item.state ?? '').padEnd(8)}  ${titleOf(item)}${item.by ? ', by the organisation' : ''}\n`,
    );
  return 0;
}

function diff(items: readonly InventoryItem[]): number {
  for (const item of items) {
    const { state, pinned, definition, flags } = item;
    process.stdout.write(`${titleOf(item)}: ${state}\n`);
    for (const { grade, rule, where, message } of flags) {
      process.stdout.write(`${grade} ${rule} in ${visible(where)}: ${visible(message)}\n`);
    }
    process.stdout.write(`${unifiedDiff(titleOf(item), pinned, definition)}\n`);
  }
  return items.length > 0 ? 1 : 0;
}

function choiceOf({ server, kind, name, definition }: InventoryItem): Choice {
  if (kind === 'resources') throw new TypeError('Resources are not pinned.');
  return { server, kind, name, ...(definition ? { definition } : {}) };
}

function titleOf({ server, kind, name }: Pick<InventoryItem, 'server' | 'kind' | 'name'>): string {
  return `${server}: ${kind === 'resources' ? 'resource' : WORDS[kind][0]} ${visible(name)}`;
}
