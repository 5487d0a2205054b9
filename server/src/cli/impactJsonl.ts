import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { checkText } from '../impact/check.ts';
import type { ImpactField } from '../impact/finding.ts';
import { quoted } from '../impact/quoted.ts';
import { redacted, redactedMessage } from '../rules/security/redacted.ts';
import { linesOf } from './linesOf.ts';
import type { Terminal } from './terminal.ts';
import { reasonOf } from './unusable.ts';
import { UsageError } from './usage.ts';
import { writePatiently } from './writePatiently.ts';

const FIELDS: readonly string[] = ['description', 'eligibility', 'name', 'label'] satisfies ImpactField[];

interface Item {
  id: string;
  field: ImpactField;
  text: string;
}

/**
 * `heady impact --jsonl`: a text a line in, one JSON object out, line by line, so that the size of the input does not
 * matter. A line that cannot be read is told with its number; all others are answered.
 *
 * @param file undefined or `-`: standard input
 * @returns exit code: 0, or 2 where a line could not be read
 * @throws {UsageError} where the file cannot be read
 */
export async function impactJsonl(file: string | undefined, terminal: Terminal): Promise<number> {
  const { stdin, stdout, stderr } = terminal;
  const input = file === undefined || file === '-' ? stdin : createReadStream(resolve(terminal.cwd(), file));
  const lineOfId = new Map<string, number>();
  let number = 0;
  let failed = false;
  const refuse = (reason: string) => {
    failed = true;
    stderr.write(`heady impact: line ${number}: ${reason}\n`);
  };
  stdout.write('{');
  try {
    for await (const line of linesOf(input)) {
      number++;
      if (line.trim() === '') continue;
      const item = read(line);
      if (typeof item === 'string') {
        refuse(item);
        continue;
      }
      const before = lineOfId.get(item.id);
      if (before !== undefined) {
        refuse(`the id ${quoted(redacted(item.id))} is that of line ${before}. Give each line its own.`);
        continue;
      }
      lineOfId.set(item.id, number);
      const separator = lineOfId.size === 1 ? '\n' : ',\n';
      await writePatiently(stdout, `${separator}${JSON.stringify(item.id)}: ${JSON.stringify(answer(item))}`);
    }
  } catch (error) {
    if (file !== undefined && error instanceof Error && 'syscall' in error) {
      throw new UsageError(`${file}: ${reasonOf(error, 'read')}`);
    }
    throw error;
  } finally {
    stdout.write('\n}\n');
  }
  return failed ? 2 : 0;
}

function answer({ field, text }: Item) {
  return checkText(text, field).map(({ rule, start, end, message }) => ({
    rule,
    text: redacted(text.slice(start, end)),
    start,
    end,
    message: redactedMessage(message, text, { start, end }),
  }));
}

/** The item of a line, or what is wrong with it. */
function read(line: string): Item | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // What the parser says of it quotes the line, and with it whatever is secret there.
    return 'it is no JSON; write {"id": "...", "field": "...", "text": "..."}.';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'it is no object; write {"id": "...", "field": "...", "text": "..."}.';
  }
  const { id, field, text } = value as Partial<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') return '`id` is to be a text.';
  if (typeof field !== 'string' || !FIELDS.includes(field))
    return `\`field\` is to be one of ${FIELDS.join(', ')}.`;
  if (typeof text !== 'string') return '`text` is to be a text.';
  return { id: String(id), field: field as ImpactField, text };
}
