import { CancellationError, type QuickPickItem, window } from 'vscode';
import { plainWords } from '../plainWords.ts';

/** Whoever types is not asked about every letter, in milliseconds. */
const PAUSE = 150;

export interface CompletedInput {
  title: string;
  /** What it is for. */
  description: string;
  /** One that is not can be left out. */
  isRequired: boolean;
  /** What the server would have it be, by what was typed. Never rejects. */
  complete(typed: string): Promise<readonly string[]>;
}

type Row = QuickPickItem & { value: string | undefined };

/**
 * Asks for a text that its server can complete.
 *
 * @returns undefined where it is left out
 * @throws {CancellationError} where the person does not go on
 */
export async function askCompleted(input: CompletedInput): Promise<string | undefined> {
  const { title, description, isRequired, complete } = input;
  const pick = window.createQuickPick<Row>();
  pick.title = title;
  pick.placeholder = plainWords(description) || (isRequired ? 'A value' : 'A value; none is fine');
  pick.ignoreFocusOut = true;
  let timer: NodeJS.Timeout | undefined;
  const typed = () => {
    const { value } = pick;
    const own =
      value === '' ? [] : [{ label: plainWords(value), description: 'as typed', alwaysShow: true, value }];
    const none =
      value === '' && !isRequired ? [{ label: 'Leave it out', alwaysShow: true, value: undefined }] : [];
    pick.items = [...own, ...none];
    clearTimeout(timer);
    timer = setTimeout(async () => {
      pick.busy = true;
      const values = await complete(value);
      if (pick.value !== value) return;
      pick.busy = false;
      const others = values.filter((each) => each !== value);
      const rows = others.map((each) => ({ label: plainWords(each), alwaysShow: true, value: each }));
      pick.items = [...own, ...rows, ...none];
    }, PAUSE);
  };
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      pick.onDidChangeValue(typed);
      pick.onDidAccept(() => {
        const [active] = pick.activeItems;
        // Enter with nothing to choose means nothing where something is needed.
        if (active) resolve(active.value);
      });
      pick.onDidHide(() => reject(new CancellationError()));
      pick.show();
      typed();
    });
  } finally {
    clearTimeout(timer);
    pick.dispose();
  }
}
