import {
  type CancellationToken,
  type Disposable,
  InputBoxValidationSeverity,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPickItem,
  ThemeIcon,
  window,
} from 'vscode';

/** What a person did with an input. What stands in it is kept for when they come back. */
export type Reply<T> =
  | { is: 'answered'; value: T }
  | { is: 'back'; value: T }
  | { is: 'declined' }
  /** Closed without a word, by Esc or because nobody waits any more. */
  | { is: 'dismissed' };

/** What stands around an input. */
export interface Frame {
  title: string;
  /** From 1. */
  step?: number;
  totalSteps?: number;
  /** Whether there is something to go back to. */
  hasBefore?: boolean;
  /** Closes the input. */
  token: CancellationToken;
}

const DECLINE: QuickInputButton = { iconPath: new ThemeIcon('circle-slash'), tooltip: 'Decline to answer' };

export interface TextInput {
  value: string;
  prompt: string;
  placeholder: string;
  /** It is not shown while it is typed. */
  isHidden: boolean;
  /** Said as long as nothing is wrong. */
  warning?: string;
  /** @returns what is wrong */
  check(text: string): string | undefined;
}

/** Asks for a text. It is judged once something is typed, and before it is taken. */
export function askText(frame: Frame, { value, prompt, placeholder, isHidden, warning, check }: TextInput) {
  const input = window.createInputBox();
  input.value = value;
  input.prompt = prompt;
  input.placeholder = placeholder;
  input.password = isHidden;
  const judge = (): boolean => {
    const fault = check(input.value);
    if (fault !== undefined) input.validationMessage = fault;
    else if (warning === undefined) input.validationMessage = undefined;
    else input.validationMessage = { message: warning, severity: InputBoxValidationSeverity.Warning };
    return fault === undefined;
  };
  if (value !== '') judge();
  else if (warning !== undefined)
    input.validationMessage = { message: warning, severity: InputBoxValidationSeverity.Warning };
  input.onDidChangeValue(judge);
  return settle(input, frame, () => input.value, judge);
}

export interface PickInput<T extends QuickPickItem> {
  placeholder: string;
  items: readonly T[];
  /** The row to begin at, or those that are ticked where several can be. */
  chosen: readonly T[];
  several: boolean;
  /** @returns what is wrong */
  check?(chosen: readonly T[]): string | undefined;
}

/** Asks for one row, or for several. */
export function askPick<T extends QuickPickItem>(
  frame: Frame,
  { placeholder, items, chosen, several, check }: PickInput<T>,
) {
  const picker = window.createQuickPick<T>();
  picker.items = items;
  picker.canSelectMany = several;
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  if (several) picker.selectedItems = chosen;
  else picker.activeItems = chosen;
  const isFine = () => {
    const fault = check?.(picker.selectedItems);
    picker.placeholder = fault ?? placeholder;
    return fault === undefined && (several || picker.selectedItems.length > 0);
  };
  return settle(
    picker,
    frame,
    () => (several ? picker.selectedItems : picker.selectedItems.slice(0, 1)),
    isFine,
  );
}

type Input = ReturnType<typeof window.createInputBox> | ReturnType<typeof window.createQuickPick>;

function settle<T>(
  input: Input,
  { title, step, totalSteps, hasBefore = false, token }: Frame,
  read: () => T,
  isFine: () => boolean,
): Promise<Reply<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = [...(hasBefore ? [QuickInputButtons.Back] : []), DECLINE];
  return new Promise((resolve) => {
    const end = (reply: Reply<T>) => {
      resolve(reply);
      input.hide();
    };
    const listening: Disposable = token.onCancellationRequested(() => input.hide());
    input.onDidTriggerButton((button) =>
      end(button === DECLINE ? { is: 'declined' } : { is: 'back', value: read() }),
    );
    input.onDidAccept(() => {
      if (isFine()) end({ is: 'answered', value: read() });
    });
    input.onDidHide(() => {
      resolve({ is: 'dismissed' });
      listening.dispose();
      input.dispose();
    });
    if (token.isCancellationRequested) end({ is: 'dismissed' });
    else input.show();
  });
}
