import type { EnvironmentName, Range } from '../protocol.ts';
import type { CatalogItem, CatalogState } from './catalog.ts';
import type { ControlPlaneStatus } from './controlPlane.ts';
import type { FieldChange } from './guard.ts';

/** Names an entry of the catalog, registered or only described here. */
export interface EntryRef {
  kind: string;
  name: string;
  /** Absent: whichever has one of that name. */
  environment?: EnvironmentName;
}

export interface EntryDetailsParams extends EntryRef {
  /** How many steps the graph goes, 1 to 3. */
  depth: number;
}

/** Where what is told of an entry comes from. */
export interface EntrySource {
  /** Of the control plane that the entry's environment has. */
  controlPlane: ControlPlaneStatus;
  /** The entry's environment, where the editor is connected to the control plane of another one. */
  elsewhere?: EnvironmentName;
}

/** All that is known of an entry without asking anybody. */
export interface EntryDetails extends EntrySource {
  state: 'known';
  item: CatalogItem;
  /** Of its manifest, where it has one here. */
  place?: { uri: string; file: string; range: Range };
  /** What metadata and spec are told from. */
  source: 'manifest' | 'registered';
  metadata: Field[];
  spec: Field[];
  links: EntryLink[];
  graph: EntryGraph;
  findings: EntryFinding[];
  /** Rules that could not say, as the catalog is not known. */
  undecided: string[];
  /** In which fields the manifest differs: `from` is registered, `to` is here. */
  drift: FieldChange[];
}

/** There is none, or nobody can say. */
export interface NoEntry extends EntrySource {
  state: 'absent' | 'unknown';
}

export type EntryAnswer = EntryDetails | NoEntry;

/** A field of a manifest, with what is below it. */
export interface Field {
  /** As the manifest writes it; of an item of a list its position from 1. */
  key: string;
  /** As the schema calls it. */
  title: string;
  /** Where it is text, a number, true or false. No credential shows. */
  value?: string;
  /** Where it is a map, or a list of maps. */
  fields?: Field[];
  /** Where it is a list of values. */
  values?: string[];
}

/** Something to open: in the web, in the workspace, or another entry. */
export interface EntryLink {
  title: string;
  /** A few words on what it is: "rest, version 2". */
  detail?: string;
  target: { url: string } | { uri: string; file: string } | { entry: EntryRef };
}

/** What an entry depends on and what depends on it. */
export interface EntryGraph {
  depth: number;
  dependencies: GraphSide;
  dependents: GraphSide;
}

export interface GraphSide {
  /** Nearest first, then by name. */
  nodes: GraphNode[];
  /** Who names whom, among the nodes and the entry itself. */
  links: GraphLink[];
  /** Further ones, beyond what is told. */
  omitted: number;
}

export interface GraphNode {
  id: string;
  ref: EntryRef;
  /** Steps from the entry; 1: named by it, or naming it. */
  distance: number;
  /** `absent`: named, but nowhere to be found; `unsure`: nobody can say whether there is such a thing. */
  state: CatalogState | 'absent' | 'unsure';
  /** It depends on the entry and the entry depends on it. */
  isInCycle?: true;
}

/** By id of nodes; `ENTRY_ID` is the entry itself. */
export interface GraphLink {
  from: string;
  to: string;
}

export const ENTRY_ID = '';

export const MAX_DEPTH = 3;

export interface EntryFinding {
  rule: string;
  /** URI of the rule's page. */
  page: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  uri: string;
  file: string;
  range: Range;
  /** Titles of its quick fixes, the surest first. */
  fixes: string[];
}

/** What only the control plane knows; without one, or where it turns the question down, why. */
export type Asked<T> =
  | { state: 'answered'; answer: T }
  /** `role`: whoever asks may not know. */
  | { state: 'unavailable' | 'role'; message: string };

export interface EntryPageParams extends EntryRef {
  /** `nextCursor` of the page before. */
  cursor?: string;
}

export interface EntryHistory {
  /** The latest first. */
  versions: EntryVersion[];
  nextCursor?: string;
}

export interface EntryVersion {
  version: number;
  /** ISO time. */
  registeredAt: string;
  /** Absent: registered before that was kept. */
  actor?: string;
  /** On whose behalf or by what means. */
  source?: string;
  /** This version took it out of use. */
  retired?: boolean;
  /** Dotted fields that differ from the version before; absent for the first. */
  changed?: string[];
}

export interface EntryAudit {
  /** The latest first. */
  records: EntryAuditRecord[];
  nextCursor?: string;
}

export interface EntryAuditRecord {
  seq: number;
  /** ISO time. */
  at: string;
  actor: string;
  role?: string;
  action: string;
  outcome: string;
}

export interface EntryTextParams extends EntryRef {
  /** A registered version, or the manifest as it stands in the editor. */
  version: number | 'manifest';
}

export interface FieldPlaceParams extends EntryRef {
  /** Dotted, as findings name it. */
  field: string;
}

/** Where something stands in a manifest. */
export interface FieldPlace {
  uri: string;
  range: Range;
}

export const EntryMethods = {
  /** request: EntryDetailsParams => EntryAnswer; can be cancelled */
  details: 'heady/entry',
  /** request: EntryPageParams => Asked<EntryHistory>; can be cancelled */
  history: 'heady/entry/history',
  /** request: EntryPageParams => Asked<EntryAudit>; that the log was read is itself recorded */
  audit: 'heady/entry/audit',
  /** request: EntryTextParams => Asked<string>, as YAML */
  text: 'heady/entry/text',
  /** request: FieldPlaceParams => FieldPlace | null: where its manifest states a field, or what that would be part of */
  fieldPlace: 'heady/entry/fieldPlace',
} as const;
