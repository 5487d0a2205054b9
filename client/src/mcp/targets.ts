import { window } from 'vscode';
import type { DeclaredServer } from '../../../server/src/protocol/gateway.ts';
import type { ServerContents, ServerItem } from '../../../server/src/protocol/gatewayOverview.ts';
import type { Gateway } from './gateway.ts';
import { plainWords } from './plainWords.ts';

/** Something that a server offers, and which server that is. */
export interface ItemTarget {
  server: string;
  item: ServerItem;
}

export type ItemKind = keyof Pick<ServerContents, 'tools' | 'resources' | 'templates' | 'prompts'>;

const WHICH: Readonly<Record<ItemKind, string>> = {
  tools: 'Which tool',
  resources: 'Which resource',
  templates: 'Which resource template',
  prompts: 'Which prompt',
};

/** The server of a row, where the gateway offers it. */
export function serverIn(target: unknown): string | undefined {
  return textIn(target, 'server');
}

/** URL of the replica of a row. */
export function replicaIn(target: unknown): string | undefined {
  return textIn(target, 'replica');
}

export function declaredIn(target: unknown): DeclaredServer | undefined {
  const isRow = typeof target === 'object' && target !== null && 'declared' in target;
  return isRow ? (target.declared as DeclaredServer) : undefined;
}

/** What a row is of. */
export function itemIn(target: unknown): ItemTarget | undefined {
  const isRow = typeof target === 'object' && target !== null && 'item' in target;
  return isRow ? { server: serverIn(target) ?? '', item: target.item as ServerItem } : undefined;
}

/** @returns undefined where nobody chose @throws {Error} where there is none */
export async function pickServer(gateway: Gateway): Promise<string | undefined> {
  const { environment, declared } = gateway.status ?? (await gateway.start());
  const offered = declared.filter(
    ({ environments, problem }) => environments.includes(environment) && problem === undefined,
  );
  if (offered.length === 0) throw new Error(`no server is offered in ${environment}.`);
  const items = offered.map(({ name, target }) => ({ label: name, description: target }));
  return (await window.showQuickPick(items, { placeHolder: 'Which MCP server' }))?.label;
}

/** Has the person choose a server, then something that it offers. @throws {Error} where it offers none */
export async function pickItem(gateway: Gateway, kind: ItemKind): Promise<ItemTarget | undefined> {
  const server = await pickServer(gateway);
  if (server === undefined) return undefined;
  const offered = (await gateway.contents(server))[kind].filter(({ blocked }) => blocked === undefined);
  if (offered.length === 0) throw new Error(`${server} offers nothing of that kind.`);
  const rows = offered.map((item) => ({
    label: plainWords(item.name),
    description: plainWords(item.title),
    detail: plainWords(item.description, 120),
    item,
  }));
  const options = { placeHolder: WHICH[kind], matchOnDetail: true };
  const chosen = await window.showQuickPick(rows, options);
  return chosen && { server, item: chosen.item };
}

function textIn(target: unknown, key: string): string | undefined {
  const value = typeof target === 'object' && target !== null ? Reflect.get(target, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
