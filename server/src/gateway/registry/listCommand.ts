import { SettingsError } from '../../controlPlane/settings/settings.ts';
import type { Gateway } from '../gateway.ts';
import { visible } from '../hygiene/invisible.ts';
import { type GatewayArguments, gatewayArguments } from '../options.ts';
import { WORDS } from '../pins/workspacePins.ts';
import { type InventoryItem, inventoryOf, type ServerInventory } from './inventory.ts';
import { found } from './search.ts';

const LIST_USAGE = `heady gateway list: what the servers behind the gateway offer, and what is approved of it.

usage: heady gateway list [TEXT...] [--json] [--env NAME] [--manifests GLOB] [--allow-address ADDR] [--first-sight HOW]

  TEXT      only what these words are found in, the best first
  --json    as JSON: with definitions as they are and as they were approved

All servers are asked. Of one that does not answer it is shown what it offered last, and since when.
`;

/** `heady gateway list`. @returns exit code */
export async function listCommand(
  args: readonly string[],
  gatewayOf: (options: GatewayArguments) => Promise<Gateway>,
): Promise<number> {
  const options = gatewayArguments(args);
  if (options.help) {
    process.stdout.write(LIST_USAGE);
    return 0;
  }
  const isJson = options.others.includes('--json');
  const words = options.others.filter((each) => each !== '--json');
  const unknown = words.find((word) => word.startsWith('-'));
  if (unknown !== undefined)
    throw new SettingsError(`${unknown}: there is no such option of 'heady gateway list'.`);
  const gateway = await gatewayOf(options);
  try {
    const all = await inventoryOf(gateway, 'all');
    const searched = all.map((server) => ({ ...server, items: found(words.join(' '), server.items) }));
    const servers = words.length > 0 ? searched.filter(({ items }) => items.length > 0) : searched;
    process.stdout.write(
      isJson ? `${JSON.stringify({ servers }, null, 2)}\n` : servers.map(textOf).join('\n'),
    );
    return gateway.pins?.trouble === undefined ? 0 : 1;
  } finally {
    await gateway.close();
  }
}

function textOf({ name, transport, state, error, era, listedAt, items }: ServerInventory): string {
  const isStale = state !== 'connected' && listedAt !== undefined;
  const since = isStale ? `, as of ${new Date(listedAt).toISOString()}` : '';
  const lines = [`${name}  ${transport}  ${state}${era ? `  ${era}` : ''}${since}`];
  if (error !== undefined) lines.push(`  ! ${visible(error)}`);
  const width = Math.min(40, Math.max(0, ...items.map((item) => labelOf(item).length)));
  for (const item of items) {
    lines.push(`  ${labelOf(item).padEnd(width)}  ${item.state ?? ''}`.trimEnd());
    for (const { grade, rule, where, message } of item.flags) {
      lines.push(`    ${grade} ${rule}${where === '' ? '' : ` in ${visible(where)}`}: ${visible(message)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function labelOf({ kind, name }: InventoryItem): string {
  return `${kind === 'resources' ? 'resource' : WORDS[kind][0]} ${visible(name)}`;
}
