import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../manifest/document.ts';
import { writtenAs } from '../rules/references.ts';
import { isOwnName, isSameThing, type Occurrence, occurrencesIn } from './occurrences.ts';
import { prepareRename, rename } from './rename.ts';
import { RenameRefused } from './renameRefusals.ts';
import { manifest, oneOf, workspaceOf } from './testRandomWorkspace.ts';
import { applied, type Files, projectOf, textAt } from './testWorkspace.ts';

const OPTIONS = { versionOf: () => null, renamesFiles: true };

/** Where a name stands, however long the names before it are. */
interface Place {
  uri: string;
  document: number;
  /** Counted in the document. */
  occurrence: number;
}

describe('a rename', { timeout: 120_000 }, () => {
  it('and back leaves every file as it was, names of files included', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const files = workspaceOf(g);
        const place = g(oneOf<Place>, placesIn(files));
        const old = thingAt(files, place);
        const there = renamed(files, place, freshName(g, old));
        const moved = { ...place, uri: whereIs(files, there, place.uri) };
        expect(thingAt(there, moved).name).not.toBe(old.name);
        const left = projectOf(there)
          .occurrences(old)
          .filter((each) => isSameThing(each, old));
        expect(left).toEqual([]);
        expect(renamed(there, moved, old.name)).toEqual(files);
      }),
      { numRuns: 100 },
    );
  });

  it('offers exactly the name', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const files = workspaceOf(g);
        const place = g(oneOf<Place>, placesIn(files));
        const { name } = thingAt(files, place);
        const { file, offset } = openAt(files, place);
        const offered = prepareRename(file, offset);
        expect(offered?.placeholder).toBe(name);
        expect(offered && textAt(file.text, offered.range)).toBe(name);
      }),
      { numRuns: 40 },
    );
  });

  it('to a name that is none, or taken, is refused', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const files = workspaceOf(g);
        const place = g(oneOf<Place>, placesIn(files));
        const old = thingAt(files, place);
        const { project, file, offset } = openAt(files, place);
        for (const name of [...NO_NAMES, ...takenNames(files, old)]) {
          expect(() => rename(project, file, offset, name, OPTIONS), name).toThrow(RenameRefused);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of a vertical with a thousand services in as many files is answered at once, and back', () => {
    const services = Array.from({ length: 1000 }, (_, i) => `dev-health-s${i}`);
    const files: Files = Object.fromEntries([
      ['file:///w/health.heady.yaml', 'kind: Vertical\nmetadata: { name: health }\n'],
      ...services.map((name, i) => [
        `file:///w/${name}.heady.yaml`,
        manifest('Service', name, [`  dependsOn: [${services[(i * 7 + 1) % 1000]}]`], 'health'),
      ]),
    ]);
    const place: Place = { uri: 'file:///w/health.heady.yaml', document: 0, occurrence: 0 };
    const there = renamed(files, place, 'care');
    expect(Object.values(there).join()).not.toContain('health');
    expect(renamed(there, { ...place, uri: 'file:///w/care.heady.yaml' }, 'health')).toEqual(files);
  });
});

const NO_NAMES = [
  '',
  ' ',
  'x y ',
  '-x',
  '#x',
  'a: b',
  'a\nb',
  '"x"',
  "x'",
  '{x}',
  'x,y',
  'null',
  'é',
  'aa\t',
];

/** What the workspace calls others of the same sort. */
function takenNames(files: Files, { kind, name, inAnyEnvironment }: Occurrence): string[] {
  return placesIn(files)
    .map((place) => thingAt(files, place))
    .filter(
      (each) => each.kind === kind && (kind === 'owner' ? each.role === 'declaration' : isOwnName(each.path)),
    )
    .map((each) => (inAnyEnvironment ? writtenAs({ inAnyEnvironment }, each.name) : each.name))
    .filter((each) => each !== name);
}

/** A name that nobody bears. */
function freshName(g: fc.GeneratorValue, { kind, inAnyEnvironment }: Occurrence): string {
  const number = 10 + g(fc.nat, { max: 89 });
  const environment = g(oneOf<string>, ENVIRONMENTS);
  if (kind === 'owner') return `Team / ${number}`;
  if (inAnyEnvironment) return `zy-zz${number}`;
  if (kind === 'Service') return `${environment}-zy-zz${number}`;
  return kind === 'VirtualMachine' ? `${environment}-zz-${number}` : `zz-${number}`;
}

function renamed(files: Files, place: Place, to: string): Files {
  const { project, file, offset } = openAt(files, place);
  return applied(files, rename(project, file, offset, to, OPTIONS));
}

function openAt(files: Files, place: Place) {
  const project = projectOf(files);
  const file = project.file(place.uri);
  const placed = file?.documents[place.document];
  const occurrence = placed && occurrencesIn(placed.document)[place.occurrence];
  if (!file || !placed || !occurrence) throw new Error(`Nothing is named at ${JSON.stringify(place)}`);
  return { project, file, offset: placed.offset + occurrence.span.start, occurrence };
}

function thingAt(files: Files, place: Place): Occurrence {
  return openAt(files, place).occurrence;
}

/** Every place that names what can be renamed. */
function placesIn(files: Files): Place[] {
  const project = projectOf(files);
  return Object.keys(files).flatMap((uri) =>
    (project.file(uri)?.documents ?? []).flatMap((placed, document) =>
      occurrencesIn(placed.document).flatMap(({ kind }, occurrence) =>
        kind === 'Environment' ? [] : [{ uri, document, occurrence }],
      ),
    ),
  );
}

/** The URI that a file has after an edit that moved some: files keep their order. */
function whereIs(before: Files, after: Files, uri: string): string {
  if (uri in after) return uri;
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  const come = Object.keys(after).filter((each) => !(each in before) && each.startsWith(folder));
  const [to, ...others] = come;
  if (to === undefined) throw new Error(`${uri} is gone`);
  const order = Object.keys(before).filter((each) => !(each in after) && each.startsWith(folder));
  return others.length === 0 ? to : (come[order.indexOf(uri)] ?? to);
}
