import { setValue } from '../../manifest/edits.ts';
import { schemaAt, schemaOf } from '../../manifest/schemas.ts';
import type { Plain, ScalarNode } from '../../manifest/tree.ts';
import { fixHere, shown } from '../fix.ts';
import { schemaRule } from './problems.ts';

export const type = schemaRule({
  id: 'schema/type',
  summary: 'A value is of the type that its field asks for.',
  fixes({ path }, context) {
    const { document } = context;
    const node = document.node(path);
    const asked = schemaAt(schemaOf(document.kind), path)?.type;
    if (node?.type !== 'scalar' || asked === undefined) return [];
    // As written: `1.10` as a text is not `1.1`.
    const source = node.aliased ? String(node.value) : document.text.slice(node.start, node.end);
    const value = [asked]
      .flat()
      .map((name) => convert(node, source, name))
      .find((each) => each !== undefined);
    if (value === undefined) return [];
    return fixHere(context, `Write as ${shown(value)}`, setValue(document, path, value), true);
  },
});

/** The same value in another type, or undefined where it has none. */
function convert({ value }: ScalarNode, source: string, type: string): Plain | undefined {
  switch (type) {
    case 'string':
      return source;
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
      const fits = type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number);
      return fits ? number : undefined;
    }
    case 'boolean':
      if (/^(?:true|yes|on)$/i.test(String(value))) return true;
      return /^(?:false|no|off)$/i.test(String(value)) ? false : undefined;
    case 'array':
      return [value];
    default:
      return undefined;
  }
}
