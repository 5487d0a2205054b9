import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ManifestFile } from './file.ts';
import { parseManifest } from './parse.ts';

const SERVICE = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  tags: { Owner: team-billing, Vertical: health } # heady-ignore tags/required: later
spec:
  environment: dev
  replicas: three
  ports: [{ name: http, port: 80 }, ~]
`;

/** What a file is made of and what is typed into it: whole documents, markers, and pieces that break or mend. */
const PIECES = [
  SERVICE,
  SERVICE.replaceAll('\n', '\r\n'),
  'kind: Policy\nmetadata: { name: house }\n',
  'a: &x { b: 1 }\nc: *x\n',
  '---\n',
  '---',
  '...\n',
  '%YAML 1.2\n---\n',
  '\ufeff',
  '\u0000',
  '# note\n',
  '\n',
  '\r\n',
  ' ',
  '"',
  ': ',
  '- ',
  '[',
  '}',
  '\t',
  'replicas: 2\n',
];

interface Stroke {
  /** Where the edit begins, and how much it takes away, as parts of the text. */
  at: number;
  removed: number;
  typed: string;
}

const strokes: fc.Arbitrary<Stroke> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.double({ min: 0, max: 0.3, noNaN: true })),
  typed: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 }), fc.constant('')),
});

function typeInto(text: string, { at, removed, typed }: Stroke): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + typed + text.slice(start + Math.ceil(removed * text.length));
}

/** All that can be seen of a file. */
function seen({ text, documents }: ManifestFile) {
  return {
    text,
    documents: documents.map(({ offset, firstLine, document }) => ({
      offset,
      firstLine,
      ...document,
      stated: [
        ['spec', 'replicas'],
        ['spec', 'ports', 0, 'port'],
        ['metadata', 'tags'],
        ['a', 'b'],
      ].map((path) => ({
        value: document.stated(path),
        place: document.place(path),
        lacks: document.lacks(path),
      })),
    })),
  };
}

it('reading a file again after each edit gives what reading it afresh does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }),
      fc.array(strokes, { minLength: 1, maxLength: 8 }),
      (pieces, edits) => {
        let file = parseManifest(pieces.join(''));
        for (const edit of edits) {
          file = parseManifest(typeInto(file.text, edit), file);
          expect(seen(file)).toEqual(seen(parseManifest(file.text)));
        }
      },
    ),
    { numRuns: 600 },
  );
}, 60_000);

it('a refused file leaves nothing behind when it is emptied', () => {
  const refused = parseManifest('\u0000');
  expect(seen(parseManifest('', refused))).toEqual(seen(parseManifest('')));
});
