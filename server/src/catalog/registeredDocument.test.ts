import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import type { Path, Plain } from '../manifest/tree.ts';
import { RegisteredDocument } from './registeredDocument.ts';

const PATHS: Path[] = [
  ['metadata'],
  ['metadata', 'tags'],
  ['metadata', 'tags', 'Owner'],
  ['spec', 'ports', 0],
];

const value: fc.Arbitrary<Plain> = fc.letrec<{ any: Plain }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Plain>('', 'text', null, 3),
    // Read as a text, a list loses an item that is null; the gate lets no such list in.
    fc.array(
      tie('any').filter((item) => item !== null),
      { maxLength: 2 },
    ),
    fc.dictionary(fc.constantFrom('metadata', 'tags', 'Owner', 'spec', 'ports'), tie('any')),
  ),
})).any;

it('lacks, states and holds what its manifest, read as a text, does', () => {
  fc.assert(
    fc.property(value, (manifest) => {
      const entry = {
        kind: 'Service',
        name: 'dev-a-x',
        environment: undefined,
        manifest,
        version: 1,
        registeredAt: '',
      };
      const registered = new RegisteredDocument(entry);
      const read = parseManifest(JSON.stringify(manifest)).documents[0]?.document;
      expect(registered.isMap).toBe(read?.isMap);
      for (const path of PATHS) {
        expect(registered.lacks(path)).toBe(read?.lacks(path));
        const [known, written] = [registered.written(path), read?.written(path)];
        // Maps and lists are compared by what is in them: reading drops what is null.
        if (typeof written !== 'object') expect(known).toBe(written);
      }
    }),
  );
});
