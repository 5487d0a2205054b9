import { type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import { type Answer, askChoice, askText, type Frame, type TextQuestion } from './inputs.ts';

export interface KnownOrOther {
  placeholder: string;
  /** The known ones; the label is the answer. */
  known: readonly QuickPickItem[];
  active?: string | undefined;
  /** What the way to any other answer is called. */
  other: string;
  /** How any other answer is asked. */
  text: TextQuestion;
}

/** Asks for one of the known answers or another one; directly for text where nothing is known. */
export async function askKnownOrOther(frame: Frame, question: KnownOrOther): Promise<Answer<string>> {
  const { placeholder, known, active, other, text } = question;
  if (known.length === 0) return askText(frame, text);
  const another: QuickPickItem = { label: other, iconPath: new ThemeIcon('edit'), alwaysShow: true };
  const items = [...known, { label: '', kind: QuickPickItemKind.Separator }, another];
  let { value } = text;
  for (;;) {
    const answer = await askChoice(frame, {
      placeholder,
      items,
      active: known.find(({ label }) => label === active),
    });
    if (answer.is !== 'value') return { is: answer.is };
    if (answer.value !== another) return { is: 'value', value: answer.value.label };
    const typed = await askText({ ...frame, nested: true }, { ...text, value });
    if (typed.is !== 'back') return typed;
    value = typed.begun ?? value;
  }
}
