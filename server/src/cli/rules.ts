import { readRulePage } from '../catalog/rulePages.ts';
import { nearest } from '../manifest/nearest.ts';
import { rules } from '../rules/index.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

export const RULES_USAGE = `usage: heady rules [id]

Lists the rules, or prints the page of one.
`;

/** `heady rules`. @returns exit code. @throws {UsageError} for a rule that is none */
export async function rulesCommand(args: readonly string[], { stdout }: Terminal): Promise<number> {
  const [id, ...rest] = args;
  if (rest.length > 0) throw new UsageError(`'heady rules' takes one rule, not ${args.length}.`);
  if (id === '--help' || id === '-h') stdout.write(RULES_USAGE);
  else if (id === undefined) stdout.write(listRules());
  else stdout.write(await printPage(id));
  return 0;
}

function listRules(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, severity, raised, summary }) => {
    const says = raised ? `${severity}, error in stage and prod` : severity;
    return `${id.padEnd(width)}  ${summary} (${says})`;
  });
  return `${lines.join('\n')}\n`;
}

async function printPage(id: string): Promise<string> {
  // The organisation's own rules share a page.
  const isKnown = rules.some((rule) => rule.id === id) || id.startsWith('policy/');
  const page = isKnown ? await readRulePage(id) : undefined;
  if (page !== undefined) return page.endsWith('\n') ? page : `${page}\n`;
  const meant = nearest(
    id,
    rules.map((rule) => rule.id),
  );
  throw new UsageError(
    `'${id}' is no rule.${meant ? ` Did you mean ${meant}?` : ''} Run 'heady rules' for the list.`,
  );
}
