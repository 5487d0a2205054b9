import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { CatalogNode } from './nodes/catalogNode.ts';
import { EntryNode } from './nodes/entryNode.ts';
import { EnvironmentNode } from './nodes/environmentNode.ts';
import type { GroupNode, InPlace } from './nodes/groupNode.ts';
import { OwnerNode } from './nodes/ownerNode.ts';
import { RangeNode } from './nodes/rangeNode.ts';
import { SectionNode } from './nodes/sectionNode.ts';
import { SensitivityNode } from './nodes/sensitivityNode.ts';
import type { TreeShape } from './nodes/treeShape.ts';
import { VerticalNode } from './nodes/verticalNode.ts';
import { EntryGroup, type GroupKey } from './outline/entryGroup.ts';
import { type CatalogOutline, entryId, shortName, valuesInOrder } from './outline/outline.ts';
import { type Range, rangesOf } from './outline/ranges.ts';
import { SECTIONS } from './outline/sections.ts';

type GroupNodeClass = new (...args: ConstructorParameters<typeof EnvironmentNode>) => GroupNode;

const NODES: Readonly<Record<GroupKey, GroupNodeClass>> = {
  environment: EnvironmentNode,
  vertical: VerticalNode,
  owner: OwnerNode,
  sensitivity: SensitivityNode,
};

/** The tree's rows at the root, services first. */
export function rootRows(outline: CatalogOutline, shape: TreeShape): CatalogNode[] {
  const sections = SECTIONS.flatMap((section) => {
    const group = outline.sections.get(section.kind);
    return group && group.totals.entries > 0 ? [new SectionNode(section, group, shape)] : [];
  });
  return [...serviceRows(outline, shape), ...sections];
}

/** Environments that are switched to are shown even where nothing is in them: that is what somebody wants to see. */
function serviceRows({ services, arrangement }: CatalogOutline, shape: TreeShape): readonly CatalogNode[] {
  const rows = groupRows(undefined, services, shape);
  if (services.key !== 'environment' || arrangement.filters.size > 0) return rows;
  const empty = shape.inUse.filter((environment) => !services.groups.has(environment));
  return [
    ...empty.map((name) => new EnvironmentNode(undefined, name, new EntryGroup(['vertical']), shape)),
    ...rows,
  ];
}

/** The rows of a group: of its groups, or else of its entries, in ranges where they are many. */
export function groupRows(
  parent: InPlace | undefined,
  group: EntryGroup,
  shape: TreeShape,
): readonly CatalogNode[] {
  const { key } = group;
  if (key !== undefined)
    return valuesInOrder(group, shape.inUse[0]).flatMap((value) => {
      const inner = group.groups.get(value);
      return inner ? [new NODES[key](parent, value, inner, shape)] : [];
    });
  if (parent === undefined) return [];
  const { entries } = group;
  const isInPlace = parent.environment !== undefined && parent.vertical !== undefined;
  const label = isInPlace ? shortName : ({ name }: CatalogItem) => name;
  const rowsOf = (node: CatalogNode, range: Range): readonly CatalogNode[] => {
    const ranges = rangesOf(range);
    if (ranges.length === 0) return entryRows(node, entries, range, label);
    const isOpen = (id: string) => shape.isOpen(id, false);
    return ranges.map(
      (part, number) => new RangeNode(node, number, { entries, range: part, label, isOpen, rowsOf }),
    );
  };
  return rowsOf(parent, { start: 0, end: entries.length });
}

function entryRows(
  parent: CatalogNode,
  entries: readonly CatalogItem[],
  { start, end }: Range,
  label: (item: CatalogItem) => string,
): CatalogNode[] {
  return entries
    .slice(start, end)
    .map((entry, index) => new EntryNode(parent, entryId(entries, start + index), entry, label(entry)));
}

/** The row of an entry, wherever it stands below some rows. */
export function rowOf(item: CatalogItem, rows: readonly CatalogNode[]): CatalogNode | undefined {
  const row = rows.find((each) => each.holds?.(item));
  return row === undefined || row instanceof EntryNode ? row : rowOf(item, row.children);
}
