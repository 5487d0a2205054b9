import type { Environment } from '../manifest/document.ts';
import { applyEdits } from '../manifest/edit.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { positionAt } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { Plain } from '../manifest/tree.ts';
import type { CatalogEntry, CatalogFacts, Declaration, Reference } from './facts.ts';
import { knownDocument, knownEntry } from './known.ts';
import { fixesOf, type LintOptions, lintDocument } from './lint.ts';
import { checkIn, settingsIn } from './policy/settings.ts';
import { namesOf, referencesOf } from './references.ts';
import type { ReportedFinding } from './report.ts';
import type { Fix } from './rule.ts';

/** The file that the helpers below lint. */
export const FILE = 'this.heady.yaml';

/** A Service without a finding, for tests to break. */
export const SOUND = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  tags:
    Owner: team-billing
    Vertical: health
    DataSensitivity: internal
spec:
  environment: dev
  plane: app
  runtime: podman
  replicas: 2
`;

/** `SOUND` with one part of it written otherwise. */
export function sound(part: string, otherwise: string): string {
  if (!SOUND.includes(part)) throw new Error(`The sound manifest does not say ${part}`);
  return SOUND.replace(part, () => otherwise);
}

/** What a test lets the rules know. */
export interface World {
  /** Further files of the workspace, by name. */
  files?: Record<string, string>;
  /** Registered Services, as the workspace describes them; undefined: no control plane was reached. */
  registered?: readonly string[];
  owners?: readonly string[];
  verticals?: readonly string[];
  likelyOwner?: string;
  environment?: Environment;
  /** False: the workspace is still being read. */
  isComplete?: boolean;
  /** A control plane is configured and was not reached. */
  isOffline?: boolean;
  /** `YYYY-MM-DD`; default: 2026-06-01. */
  today?: string;
  /** Entries of the control plane, beside the registered Services. */
  entries?: readonly CatalogEntry[];
}

/** Facts about a workspace of these files, as the catalog would state them. */
export function factsOf(files: Record<string, string>, world: World = {}): CatalogFacts {
  const documents = Object.entries(files).flatMap(([uri, text]) =>
    parseManifest(text).documents.map(({ document }, index) => ({ at: { uri, index }, document })),
  );
  const declarations = documents.flatMap(({ at, document }): Declaration[] => {
    const [kind, name] = [document.statedText(['kind']), document.statedText(['metadata', 'name'])];
    return kind && name ? [{ at, kind, name, document }] : [];
  });
  const isComplete = world.isComplete ?? true;
  const seesAll = isComplete && !world.isOffline;
  const entries = [
    ...(world.entries ?? []),
    ...(world.registered ?? []).map((name) => {
      const described = declarations.find((each) => each.kind === 'Service' && each.name === name);
      return registered(name, described?.document.value);
    }),
  ];
  const facts: CatalogFacts = {
    today: world.today ?? '2026-06-01',
    isComplete,
    seesAll,
    declarations: (kind, name) => declarations.filter((each) => each.kind === kind && each.name === name),
    documentsOf: (kind) => declarations.filter((each) => each.kind === kind),
    derived: (workOut) => workOut(facts),
    known: (kind, names, fits = () => true) => {
      const asked = [names].flat();
      const value = [
        ...documents.flatMap(({ at, document }) =>
          document.kind === kind && document.name && asked.includes(document.name)
            ? [knownDocument({ at, kind, name: document.name, document })]
            : [],
        ),
        ...entries.filter((each) => each.kind === kind && asked.includes(each.name)).map(knownEntry),
      ].filter(fits);
      if (value.length > 0) return { state: 'known', value };
      return { state: seesAll ? 'absent' : 'unknown' };
    },
    knownOf: (kind) => [
      ...declarations.filter((each) => each.kind === kind).map(knownDocument),
      ...entries.filter((each) => each.kind === kind).map(knownEntry),
    ],
    references: (kind, name) =>
      documents.flatMap(({ at, document }): Reference[] =>
        [...referencesOf(document)]
          .filter((each) => each.kind === kind && namesOf(each).includes(name))
          .map((reference) => ({ ...reference, at, document })),
      ),
    entry: (kind, name, environment) => {
      if (!world.registered && !world.entries) return { state: 'unknown' };
      const value = entries.find(
        (each) => each.kind === kind && each.name === name && each.environment === environment,
      );
      return value ? { state: 'known', value } : { state: 'absent' };
    },
    owners: () => world.owners ?? [],
    verticals: () => world.verticals ?? [],
    policySettings: (ruleId) =>
      declarations
        .filter(({ kind }) => kind === 'Policy')
        .flatMap(({ document }) => [...settingsIn(document)])
        .flatMap(([id, setting]) => (id === ruleId ? [setting] : [])),
    verticalCheck: (vertical, ruleId) =>
      declarations
        .filter(({ kind, name }) => kind === 'Vertical' && name === vertical)
        .map(({ document }) => checkIn(document, ruleId))
        .find((check) => check !== undefined),
    likelyOwner: () => world.likelyOwner,
  };
  return facts;
}

function registered(name: string, described: Plain | undefined): CatalogEntry {
  const first = name.split('-')[0];
  const environment = isEnvironment(first) ? first : undefined;
  const manifest = described ?? { kind: 'Service', metadata: { name } };
  return { kind: 'Service', name, environment, manifest, version: 1, registeredAt: '2026-01-01T00:00:00Z' };
}

/** A finding with the document that it is in and where that stands in the file. */
export interface Found extends ReportedFinding {
  offset: number;
  options: LintOptions;
}

/** All findings of a file, document by document. */
export function lintText(text: string, world: World = {}): Found[] {
  const facts = factsOf({ [FILE]: text, ...world.files }, world);
  return parseManifest(text).documents.flatMap(({ document, offset }, index) => {
    const { environment } = world;
    const options: LintOptions = { document, at: { uri: FILE, index }, facts, environment };
    return lintDocument(options).findings.map((finding) => ({ ...finding, offset, options }));
  });
}

/**
 * The findings of a file for reading: `<rule> <line>:<column> <the text marked>`, lines and columns counted from 1 in
 * the document; suppressed ones are left out.
 */
export function findingsOf(text: string, world: World = {}): string[] {
  return lintText(text, world)
    .filter(({ suppressed }) => suppressed === undefined)
    .map(({ rule, start, end, options: { document } }) => {
      const { line, character } = positionAt(document.lineStarts, start);
      return `${rule} ${line + 1}:${character + 1} ${document.text.slice(start, end)}`;
    });
}

/** The fixes offered for the first finding of a rule. */
export function fixesFor(text: string, rule: string, world: World = {}): Fix[] {
  const finding = lintText(text, world).find((each) => each.rule === rule);
  if (!finding) throw new Error(`${rule} finds nothing`);
  return fixesOf(finding, finding.options);
}

/** Titles of those fixes; the preferred one is marked with `*`. */
export function titlesOf(text: string, rule: string, world: World = {}): string[] {
  return fixesFor(text, rule, world).map(({ title, isPreferred }) => (isPreferred ? `* ${title}` : title));
}

/** The workspace's files after a fix. */
export function applyFix(fix: Fix, files: Record<string, string>): Record<string, string> {
  const fixed = { ...files };
  const perFile = Map.groupBy(fix.edits, ({ at }) => at.uri);
  for (const [uri, parts] of perFile) {
    const text = files[uri] ?? '';
    const { documents } = parseManifest(text);
    const edits = parts.flatMap(({ at, edits: own }) => {
      const offset = documents[at.index]?.offset ?? 0;
      return own.map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset }));
    });
    fixed[uri] = applyEdits(text, edits);
  }
  return fixed;
}

/** The file after the fix of that title (default: the first) for the first finding of a rule. */
export function fixed(
  text: string,
  rule: string,
  { title, ...world }: World & { title?: string } = {},
): string {
  const fixes = fixesFor(text, rule, world);
  const fix = title === undefined ? fixes[0] : fixes.find((each) => each.title === title);
  if (!fix) throw new Error(`${rule} offers ${fixes.map((each) => each.title).join(', ') || 'no fix'}`);
  return applyFix(fix, { [FILE]: text, ...world.files })[FILE] ?? '';
}
