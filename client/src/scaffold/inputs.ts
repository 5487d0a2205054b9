import {
  type CancellationToken,
  CancellationTokenSource,
  type InputBoxValidationMessage,
  InputBoxValidationSeverity,
  QuickInputButtons,
  type QuickPickItem,
  window,
} from 'vscode';
import { wordsOf } from '../failures.ts';
import type { Position } from './wizard.ts';

/** What came of an input; one that was begun before going back is told, so that it is not lost. */
export type Answer<T> = { is: 'value'; value: T } | { is: 'back'; begun?: T } | { is: 'cancel' };

/** The answer with its value put otherwise. */
export function mapAnswer<T, U>(answer: Answer<T>, put: (value: T) => U): Answer<U> {
  switch (answer.is) {
    case 'value':
      return { is: 'value', value: put(answer.value) };
    case 'back':
      return answer.begun === undefined ? { is: 'back' } : { is: 'back', begun: put(answer.begun) };
    case 'cancel':
      return answer;
  }
}

/** What stands above every step. */
export interface Frame {
  title: string;
  /** Absent: it comes before the first step. */
  position?: Position;
  /** Shows the back button though it is the first step: an input below a list goes back to the list. */
  nested?: boolean;
}

export interface ChoiceQuestion<T extends QuickPickItem> {
  placeholder: string;
  items: readonly T[];
  /** The one to begin at. */
  active?: T | undefined;
}

/** Asks for one of several. Esc cancels; a click elsewhere does not. */
export function askChoice<T extends QuickPickItem>(
  frame: Frame,
  { placeholder, items, active }: ChoiceQuestion<T>,
): Promise<Answer<T>> {
  const picker = window.createQuickPick<T>();
  picker.items = items;
  if (active) picker.activeItems = [active];
  picker.matchOnDescription = true;
  return settle(picker, frame, placeholder, () => picker.selectedItems[0]);
}

/** Asks for any number of several. Enter takes those that are ticked. */
export function askChoices<T extends QuickPickItem>(
  frame: Frame,
  { placeholder, items, chosen }: { placeholder: string; items: readonly T[]; chosen: readonly T[] },
): Promise<Answer<readonly T[]>> {
  const picker = window.createQuickPick<T>();
  picker.canSelectMany = true;
  picker.items = items;
  picker.selectedItems = chosen;
  picker.matchOnDescription = true;
  const read = () => picker.selectedItems;
  return settle(picker, frame, placeholder, read, read);
}

export interface TextQuestion {
  placeholder: string;
  value: string;
  /** Below the input; it may tell what becomes of the value. */
  prompt: (value: string) => string;
  /** What is wrong with a value; the token is cancelled when the value has changed meanwhile. */
  check: (value: string, token: CancellationToken) => Promise<TextProblem | undefined>;
  /** Shows dots instead of what is typed. */
  password?: boolean;
}

export interface TextProblem {
  message: string;
  /** An error keeps the step from being left forwards. */
  severity: 'error' | 'warning' | 'info';
}

/** Asks for a text and judges it with every key. Esc cancels; a click elsewhere does not. */
export function askText(
  frame: Frame,
  { placeholder, value, prompt, check, password = false }: TextQuestion,
): Promise<Answer<string>> {
  const input = window.createInputBox();
  input.value = value;
  input.password = password;
  let running = new CancellationTokenSource();

  /** Shows what is wrong with the value as it is; undefined when it changed while it was judged. */
  const judge = async (): Promise<TextProblem | 'sound' | undefined> => {
    running.cancel();
    running.dispose();
    running = new CancellationTokenSource();
    const { token } = running;
    input.prompt = prompt(input.value.trim());
    // The editor shows it only where it takes a while.
    input.busy = true;
    try {
      const problem = await check(input.value.trim(), token);
      if (token.isCancellationRequested) return undefined;
      input.validationMessage = problem && shown(problem);
      return problem ?? 'sound';
    } catch (cause) {
      if (token.isCancellationRequested) return undefined;
      const failure = {
        message: `It could not be checked: ${wordsOf(cause)}`,
        severity: 'error',
      } as const;
      input.validationMessage = shown(failure);
      return failure;
    } finally {
      if (!token.isCancellationRequested) input.busy = false;
    }
  };

  input.onDidChangeValue(() => void judge());
  input.onDidHide(() => running.cancel());
  input.prompt = prompt(value);
  if (value !== '') void judge();
  const read = async () => {
    const verdict = await judge();
    const stays = verdict === undefined || (verdict !== 'sound' && verdict.severity === 'error');
    return stays ? undefined : input.value.trim();
  };
  return settle(input, frame, placeholder, read, () => input.value.trim());
}

function shown({ message, severity }: TextProblem): InputBoxValidationMessage {
  const severities = {
    error: InputBoxValidationSeverity.Error,
    warning: InputBoxValidationSeverity.Warning,
    info: InputBoxValidationSeverity.Info,
  };
  return { message, severity: severities[severity] };
}

type Asking = ReturnType<typeof window.createInputBox> | ReturnType<typeof window.createQuickPick>;

/**
 * Shows an input until it is answered.
 *
 * @param read undefined for what is no answer yet
 * @param begun what is there when one goes back; absent: nothing to keep
 */
function settle<T>(
  input: Asking,
  { title, position, nested = false }: Frame,
  placeholder: string,
  read: () => T | undefined | Promise<T | undefined>,
  begun?: () => T,
): Promise<Answer<T>> {
  input.title = title;
  if (position) {
    input.step = position.step;
    input.totalSteps = position.total;
  }
  input.placeholder = placeholder;
  input.ignoreFocusOut = true;
  if ((position && position.step > 1) || nested) input.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: Answer<T>) => {
      resolve(answer);
      input.hide();
    };
    input.onDidTriggerButton(() => end(begun ? { is: 'back', begun: begun() } : { is: 'back' }));
    input.onDidAccept(async () => {
      const value = await read();
      if (value !== undefined) end({ is: 'value', value });
    });
    input.onDidHide(() => {
      resolve({ is: 'cancel' });
      input.dispose();
    });
    input.show();
  });
}
