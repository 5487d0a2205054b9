/** Somebody at a terminal who can be asked. Every question may be refused (Ctrl+C): then it throws `Cancelled`. */
export interface Asker {
  choose<T extends string>(message: string, options: readonly Choice<T>[], first?: T): Promise<T>;
  chooseSeveral(
    message: string,
    options: readonly Choice<string>[],
    first: readonly string[],
  ): Promise<string[]>;
  text(message: string, options: TextOptions): Promise<string>;
  confirm(message: string, first: boolean): Promise<boolean>;
  /** Something to be read, beside the questions. */
  tell(text: string): void;
}

export interface Choice<T> {
  value: T;
  label?: string;
  hint?: string;
}

export interface TextOptions {
  initial?: string;
  placeholder?: string;
  /** What is wrong with a text, in words. */
  check: (text: string) => string | undefined;
}

/** The person does not want to go on; nothing was written. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

/** Asks at the terminal that the process has. */
export async function terminalAsker(): Promise<Asker> {
  const { autocomplete, confirm, isCancel, log, multiselect, select, text } = await import('@clack/prompts');
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (isCancel(answer)) throw new Cancelled();
    return answer as Exclude<T, symbol>;
  };
  return {
    choose: async (message, options, first) => {
      const ask = options.length > 8 ? autocomplete : select;
      return answered(
        await ask<string>({
          message,
          options: options.map((each) => ({ ...each })),
          ...(first !== undefined && { initialValue: first }),
        }),
      ) as (typeof options)[number]['value'];
    },
    chooseSeveral: async (message, options, first) =>
      answered(
        await multiselect<string>({
          message,
          options: options.map((each) => ({ ...each })),
          initialValues: [...first],
          required: false,
        }),
      ),
    text: async (message, { initial, placeholder, check }) =>
      (
        answered(
          await text({
            message,
            ...(initial !== undefined && { initialValue: initial }),
            ...(placeholder !== undefined && { placeholder }),
            validate: (value) => check((value ?? '').trim()),
          }),
        ) ?? ''
      ).trim(),
    confirm: async (message, first) => answered(await confirm({ message, initialValue: first })),
    tell: (line) => log.message(line),
  };
}
