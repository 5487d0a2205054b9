import type { ManifestDocument } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { fixHere, shown } from '../fix.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { environmentLike } from './environmentLike.ts';
import { kebabCase } from './kebabCase.ts';
import { faultOfMachineName, formatMachineName, isRole, nameOfMachine } from './machineName.ts';
import { renameFix } from './rename.ts';

const NAME = ['metadata', 'name'];
const ROLE = ['spec', 'role'];

export const vm: Rule = {
  id: 'naming/vm',
  summary: 'A VirtualMachine is named `<env>-<role>-<index>`, with the role of its spec.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    if (document.kind !== 'VirtualMachine' || document.name === undefined) return;
    const fault = faultOfMachineName(document.name) ?? roleFault(document);
    if (!fault) return;
    yield {
      ...document.place(NAME),
      message: `"${document.name}" is not "<env>-<role>-<index>": ${fault}.`,
    };
  },
  fixes(_finding, context) {
    const name = legalName(context);
    if (name === undefined) return setRole(context);
    // A mere matter of spelling has one right answer; with segments put in or taken out the user should look.
    return [
      ...renameFix(context, name, name === kebabCase(context.document.name ?? '')),
      ...setRole(context),
    ];
  },
};

function roleFault(document: ManifestDocument): string | undefined {
  const named = nameOfMachine(document)?.role;
  const stated = document.statedText(ROLE);
  if (!stated || named === stated) return undefined;
  return `its role "${named}" is not the "${stated}" of "spec.role"`;
}

/** The other way out where name and spec disagree on the role. */
function setRole(context: RuleContext): Fix[] {
  const named = nameOfMachine(context.document)?.role;
  if (named === undefined) return [];
  return fixHere(
    context,
    `Set "spec.role" to ${shown(named)}`,
    setValue(context.document, ROLE, named),
    false,
  );
}

/** The name that the document should have had, as far as its name and spec tell; undefined if they do not. */
function legalName({ document, facts }: RuleContext): string | undefined {
  const segments = kebabCase(document.name ?? '').split('-');
  const written = environmentLike(segments[0] ?? '');
  const environment = document.statedText(['spec', 'environment']) ?? written;
  if (!isEnvironment(environment)) return undefined;
  const rest = written ? segments.slice(1) : segments;
  const digits = /^([a-z]*)([0-9]+)$/.exec(rest.at(-1) ?? '');
  const role = document.statedText(ROLE) ?? [...rest.slice(0, -1), digits?.[1] ?? rest.at(-1)].join('');
  if (!isRole(role)) return undefined;
  const isFree = (index: string) =>
    facts.declarations('VirtualMachine', formatMachineName({ environment, role, index })).length === 0;
  const index = digits?.[2]?.padStart(2, '0') ?? firstFree(isFree);
  return formatMachineName({ environment, role, index });
}

function firstFree(isFree: (index: string) => boolean): string {
  for (let number = 1; ; number++) {
    const index = String(number).padStart(2, '0');
    if (isFree(index)) return index;
  }
}
