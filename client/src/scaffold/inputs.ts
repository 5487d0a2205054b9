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

export type Answer<T> = { is: 'value'; value: T } | { is: 'back' } | { is: 'cancel' };

/** The answer with its value put otherwise. */
export function mapAnswer<T, U>(answer: Answer<T>, put: (value: T) => U): Answer<U> {
  return answer.is === 'value' ? { is: 'value', value: put(answer.value) } : answer;
}

/** What stands above every step. */
export interface Frame {
  title: string;
  position: Position;
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

export interface TextQuestion {
  placeholder: string;
  value: string;
  /** Below the input; it may tell what becomes of the value. */
  prompt: (value: string) => string;
  /** What is wrong with a value; the token is cancelled when the value has changed meanwhile. */
  check: (value: string, token: CancellationToken) => Promise<TextProblem | undefined>;
}

export interface TextProblem {
  message: string;
  /** An error keeps the step from being left forwards. */
  severity: 'error' | 'warning' | 'info';
}

/** Asks for a text and judges it with every key. Esc cancels; a click elsewhere does not. */
export function askText(
  frame: Frame,
  { placeholder, value, prompt, check }: TextQuestion,
): Promise<Answer<string>> {
  const input = window.createInputBox();
  input.value = value;
  let running = new CancellationTokenSource();

  /** Shows what is wrong with the value as it is; undefined when it changed while it was judged. */
  const judge = async (): Promise<TextProblem | 'sound' | undefined> => {
    running.cancel();
    running.dispose();
    running = new CancellationTokenSource();
    const { token } = running;
    input.prompt = prompt(input.value.trim());
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
    }
  };

  input.onDidChangeValue(() => void judge());
  input.onDidHide(() => running.cancel());
  input.prompt = prompt(value);
  if (value !== '') void judge();
  return settle(input, frame, placeholder, async () => {
    const verdict = await judge();
    const stays = verdict === undefined || (verdict !== 'sound' && verdict.severity === 'error');
    return stays ? undefined : input.value.trim();
  });
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

/** Shows an input until it is answered; `read` gives undefined for what is no answer yet. */
function settle<T>(
  input: Asking,
  { title, position, nested = false }: Frame,
  placeholder: string,
  read: () => T | undefined | Promise<T | undefined>,
): Promise<Answer<T>> {
  input.title = title;
  input.step = position.step;
  input.totalSteps = position.total;
  input.placeholder = placeholder;
  input.ignoreFocusOut = true;
  if (position.step > 1 || nested) input.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: Answer<T>) => {
      resolve(answer);
      input.hide();
    };
    input.onDidTriggerButton(() => end({ is: 'back' }));
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
