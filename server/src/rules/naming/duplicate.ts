import { releaseOf } from '../../manifest/release.ts';
import type { Rule } from '../rule.ts';
import { isSameDocument } from './rename.ts';

const NAME = ['metadata', 'name'];

export const duplicate: Rule = {
  id: 'naming/duplicate',
  summary: 'Kind and name together are unique in the workspace.',
  severity: 'error',
  raised: false,
  *check({ document, at, facts }) {
    const kind = document.statedText(['kind']);
    const { name } = document;
    if (!kind || !name) return;
    const others = facts
      .declarations(kind, name)
      .filter((other) => !isSameDocument(other.at, at) && releaseOf(other.document) === releaseOf(document));
    if (others.length === 0) return;
    const places = others.length === 1 ? 'one other place' : `${others.length} other places`;
    yield {
      ...document.place(NAME),
      message: `${kind} "${name}" is described in ${places} of the workspace too; rename or remove one.`,
      related: others.map((other) => ({
        at: other.at,
        span: other.document.place(NAME),
        message: `${kind} "${name}" is described here too.`,
      })),
    };
  },
};
