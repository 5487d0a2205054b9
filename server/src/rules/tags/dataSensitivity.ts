import { setValue } from '../../manifest/edits.ts';
import { nearest } from '../../manifest/nearest.ts';
import { fixHere, shown } from '../fix.ts';
import type { Rule } from '../rule.ts';
import { isTagged } from './required.ts';
import { SENSITIVITIES } from './sensitivities.ts';

const SENSITIVITY = ['metadata', 'tags', 'DataSensitivity'];

export const dataSensitivity: Rule = {
  id: 'tags/data-sensitivity',
  summary: 'The tag `DataSensitivity` is `public`, `internal`, `confidential` or `restricted`.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    const node = document.node(SENSITIVITY);
    if (node?.type !== 'scalar' || typeof node.value !== 'string') return;
    // An empty one is a missing one, where it is asked for.
    if (SENSITIVITIES.includes(node.value) || (node.value === '' && isTagged(document.kind))) return;
    const allowed = SENSITIVITIES.map((value) => `"${value}"`).join(', ');
    const message =
      node.value === ''
        ? `The tag "DataSensitivity" is empty; choose one of ${allowed}.`
        : `"${node.value}" is no data sensitivity; they are ${allowed}.`;
    yield { ...document.place(SENSITIVITY), message };
  },
  fixes(_finding, context) {
    const { document } = context;
    const node = document.node(SENSITIVITY);
    const meant = node?.type === 'scalar' ? nearest(String(node.value), SENSITIVITIES) : undefined;
    return (meant ? [meant] : SENSITIVITIES).flatMap((value) =>
      fixHere(
        context,
        `Replace with ${shown(value)}`,
        setValue(document, SENSITIVITY, value),
        value === meant,
      ),
    );
  },
};
