import type { ManifestDocument } from '../../manifest/document.ts';
import { insertItems } from '../../manifest/listEdits.ts';
import { removeEntry } from '../../manifest/removeEdits.ts';
import { entryOf, itemsOf, type Path, plainOf, walk } from '../../manifest/tree.ts';
import { kebabCase } from '../naming/kebabCase.ts';
import { nameOfService } from '../naming/serviceName.ts';
import type { Edit, Fix, Rule, RuleContext } from '../rule.ts';
import { credentialIn } from './credential.ts';

const ENV = ['spec', 'env'];
const SECRETS = ['spec', 'secrets'];
const ANNOTATIONS = ['metadata', 'annotations'];

export const inlineSecret: Rule = {
  id: 'security/inline-secret',
  summary: 'No credential stands in `env` or `annotations`.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    // The env of an MCP server is the matter of mcp/inline-secret (decision 22).
    const places = document.kind === 'McpServer' ? [ANNOTATIONS] : [ANNOTATIONS, ENV];
    for (const place of places) {
      for (const { node, path } of walk(document.node(place), place)) {
        if (node.type !== 'scalar' || typeof node.value !== 'string') continue;
        const what = credentialIn(keyOf(path), node.value);
        if (!what) continue;
        const advice =
          place === ENV
            ? 'Keep it in the secret manager, name it in "secrets", and replace it: it has been in a file.'
            : 'Keep it in the secret manager, and replace it: it has been in a file.';
        yield {
          ...document.place(path),
          message: `This looks like ${what}. ${advice}`,
          ...(place === ENV ? { data: keyOf(path) } : {}),
        };
      }
    }
  },
  fixes({ data }, context) {
    return typeof data === 'string' && context.document.kind === 'Service'
      ? moveToSecrets(data, context)
      : [];
  },
};

/** The nearest key above a value. */
function keyOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string'));
}

/**
 * Takes the variable out of `env` and names it in `secrets`. Where the secret manager is to keep it is a proposal, and
 * the value is gone from the file: that is for the author to decide.
 */
function moveToSecrets(name: string, context: RuleContext): Fix[] {
  const { document, at } = context;
  const removal = removeVariable(document, name);
  const secret = { name, ref: refFor(name, context) };
  const insertion = isListed(document, name) ? 'none' : insertItems(document, SECRETS, [secret]);
  if (!removal || !insertion) return [];
  const edits = insertion === 'none' ? [removal] : apart(document.text, removal, insertion);
  return [{ title: `Move "${name}" to "secrets"`, isPreferred: false, edits: [{ at, edits }] }];
}

function isListed(document: ManifestDocument, name: string): boolean {
  return itemsOf(document.node(SECRETS)).some((item) => plainOf(entryOf(item, 'name')?.value) === name);
}

/** Removes a variable, with the whole of `env` where nothing else is in it. Comments stay. */
function removeVariable(document: ManifestDocument, name: string): Edit | undefined {
  const { text } = document;
  const env = document.node(ENV);
  const whole = env?.type === 'map' && env.entries.length === 1 ? removeEntry(document, ENV) : undefined;
  if (whole && !text.slice(whole.start, whole.end).includes('#')) return whole;
  const path = [...ENV, name];
  const edit = removeEntry(document, path);
  const { end } = document.place(path);
  const comment = edit && /^[ \t]*(?=#)/.exec(text.slice(end, edit.end));
  if (!comment) return edit;
  return { start: document.keyPlace(path).start, end: end + comment[0].length, newText: '' };
}

/** The new field follows the last line of `spec`; where that is the one to go, the two become one edit. */
function apart(text: string, removal: Edit, insertion: Edit): Edit[] {
  if (insertion.start > removal.end || insertion.start < removal.start) return [removal, insertion];
  const newText = insertion.newText.replace(/^\r?\n/, '') + text.slice(insertion.start, removal.end);
  return [{ ...removal, newText }];
}

/** `heady://secrets/health/billing-db-password` for DB_PASSWORD of prod-health-billing. */
function refFor(name: string, context: RuleContext): string {
  const named = nameOfService(context);
  const key = kebabCase(name);
  return named ? `heady://secrets/${named.vertical}/${named.service}-${key}` : `heady://secrets/${key}`;
}
