import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Path } from '../manifest/tree.ts';
import type { CatalogItem } from '../protocol/catalog.ts';
import { writtenAs } from '../rules/references.ts';
import { describeImageVersion, describeItem, describeServices } from './describe.ts';
import { imageVersions } from './images.ts';
import { namedAt, OWNER } from './namedPlaces.ts';
import type { ProposalContext, Scalar } from './proposal.ts';

/** Names that the catalog knows for the value at `path`, as they are written there; the likeliest first. */
export function proposeNames(context: ProposalContext, path: Path): Scalar[] {
  const { kind: ownKind, catalog } = context;
  const thing = namedAt(ownKind, path);
  if (!thing) return [];
  if (thing.kind === OWNER) {
    return catalog.owners().map((value) => ({ value, kind: CompletionItemKind.Reference, detail: 'owner' }));
  }
  const items = catalog.items(thing.kind);
  if (thing.inAnyEnvironment) return servicesInAnyEnvironment(items);
  if (thing.kind === 'GoldenImage') return images(context, items);
  if (thing.kind === 'Vertical') {
    const byName = new Map(items.map((item) => [item.name, item]));
    return catalog.verticals().map((name) => nameOf(name, byName.get(name)));
  }
  const own = thing.kind === ownKind ? context.textAt(['metadata', 'name']) : undefined;
  const here = environmentOf(context);
  return [...new Map(items.map((item) => [item.name, item])).values()]
    .filter(({ name }) => name !== own)
    .sort((a, b) => Number(b.environment === here) - Number(a.environment === here))
    .map((item) => nameOf(item.name, item));
}

function environmentOf({ textAt }: ProposalContext): string | undefined {
  return textAt(['spec', 'environment']) ?? textAt(['metadata', 'name'])?.split('-')[0];
}

function nameOf(value: string, item: CatalogItem | undefined): Scalar {
  return {
    value,
    kind: CompletionItemKind.Reference,
    ...(item?.title ? { detail: item.title } : {}),
    ...(item ? { documentation: describeItem(item) } : {}),
  };
}

/** `<vertical>-<service>` of every service, with the environments that it is in. */
function servicesInAnyEnvironment(items: readonly CatalogItem[]): Scalar[] {
  const named = items.filter(({ name, environment }) => environment && name.startsWith(`${environment}-`));
  const byBase = Map.groupBy(named, ({ name }) => writtenAs({ inAnyEnvironment: true }, name));
  return [...byBase].sort(byKey).map(([base, services]) => {
    const documentation = describeServices(base, services);
    return {
      value: base,
      kind: CompletionItemKind.Reference,
      detail: services.map(({ environment }) => environment).join(', '),
      ...(documentation ? { documentation } : {}),
    };
  });
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `<image>@<version>`: those that machines may be cloned from first, and of each image the newest. */
function images(context: ProposalContext, items: readonly CatalogItem[]): Scalar[] {
  const own = context.kind === 'GoldenImage' ? context.textAt(['metadata', 'name']) : undefined;
  return imageVersions(context.catalog)
    .filter(({ name }) => name !== own)
    .sort((a, b) => Number(b.isReady) - Number(a.isReady))
    .map(({ name, version, state }) => {
      const item = items.find((each) => each.name === name);
      const card = [item && describeItem(item), describeImageVersion(version, state)];
      return {
        value: `${name}@${version}`,
        kind: CompletionItemKind.Reference,
        ...(state ? { detail: state } : {}),
        documentation: card.filter((part) => part !== undefined).join('\n\n'),
      };
    });
}
