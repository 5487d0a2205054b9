import { renameKey } from '../../manifest/edits.ts';
import { nearest } from '../../manifest/nearest.ts';
import { removeEntry } from '../../manifest/removeEdits.ts';
import { entryOf } from '../../manifest/tree.ts';
import { fixHere } from '../fix.ts';
import { schemaRule } from './problems.ts';

export const unknownField = schemaRule({
  id: 'schema/unknown-field',
  summary: 'A field is one that its map knows.',
  severity: 'warning',
  fixes({ path, suggestions }, context) {
    const { document } = context;
    const map = document.node(path.slice(0, -1));
    const free = suggestions.map(String).filter((name) => entryOf(map, name) === undefined);
    const meant = nearest(String(path.at(-1)), free);
    const rename =
      meant === undefined
        ? []
        : fixHere(context, `Rename to "${meant}"`, renameKey(document, path, meant), true);
    const remove = fixHere(context, `Remove "${String(path.at(-1))}"`, removeEntry(document, path), false);
    return [...rename, ...remove];
  },
});
