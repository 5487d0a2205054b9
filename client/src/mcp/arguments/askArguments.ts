import { CancellationError, window } from 'vscode';
import { plainWords } from '../plainWords.ts';
import { type Field, fieldsOf, typedValue } from './toolArguments.ts';

/**
 * Asks for a tool's arguments, one after the other; of those it can do without, only for the chosen ones.
 *
 * @param last what they were last
 * @throws {CancellationError} where the person does not go on
 */
export async function askArguments(
  tool: string,
  inputSchema: unknown,
  last: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const fields = fieldsOf(inputSchema, last);
  const optional = fields.filter(({ isRequired }) => !isRequired);
  const wanted = new Set([
    ...fields.filter(({ isRequired }) => isRequired),
    ...(await choose(tool, optional, last)),
  ]);
  const given: Record<string, unknown> = {};
  const asked = fields.filter((field) => wanted.has(field));
  for (const [index, field] of asked.entries()) {
    const step = asked.length > 1 ? ` (${index + 1}/${asked.length})` : '';
    given[field.name] = await ask(`${tool}: ${plainWords(field.name)}${step}`, field);
  }
  return given;
}

async function choose(
  tool: string,
  fields: readonly Field[],
  last: Readonly<Record<string, unknown>>,
): Promise<Field[]> {
  if (fields.length === 0) return [];
  const items = fields.map((field) => ({
    label: plainWords(field.name),
    detail: plainWords(field.description),
    picked: Object.hasOwn(last, field.name),
    field,
  }));
  const chosen = await window.showQuickPick(items, {
    title: `${tool}: optional arguments`,
    placeHolder: 'Which ones to give; none is fine',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen) throw new CancellationError();
  return chosen.map(({ field }) => field);
}

async function ask(title: string, field: Field): Promise<unknown> {
  const { kind, choices, preset, isSecret } = field;
  const description = plainWords(field.description);
  if (kind === 'choice') {
    const items = choices.map((value) => ({ label: plainWords(String(value)), value }));
    // What it was last comes first, as the one that is chosen by Enter.
    items.sort((a, b) => Number(String(b.value) === preset) - Number(String(a.value) === preset));
    const chosen = await window.showQuickPick(items, {
      title,
      placeHolder: description,
      ignoreFocusOut: true,
    });
    if (!chosen) throw new CancellationError();
    return chosen.value;
  }
  const text = await window.showInputBox({
    title,
    value: preset,
    prompt: kind === 'json' ? `${description} As JSON.`.trim() : description,
    ignoreFocusOut: true,
    password: isSecret,
    validateInput: (typed) => {
      try {
        typedValue(field, typed);
        return undefined;
      } catch (cause) {
        return (cause as Error).message;
      }
    },
  });
  if (text === undefined) throw new CancellationError();
  return typedValue(field, text);
}
