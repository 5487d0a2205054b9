import {
  CancellationError,
  type CancellationToken,
  CancellationTokenSource,
  ProgressLocation,
  window,
} from 'vscode';

/** How long a person waits without being told why, in ms. */
const PATIENCE = 1_000;

/** Does something that mostly takes no time. Where it takes longer, it says so, and can be cancelled. */
export async function soon<T>(title: string, work: (token: CancellationToken) => Promise<T>): Promise<T> {
  const source = new CancellationTokenSource();
  const working = work(source.token);
  const ended = working.then(
    () => undefined,
    () => undefined,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(done, PATIENCE, 'late');
  });
  try {
    if ((await Promise.race([ended, late])) === 'late')
      await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        async (_, token) => {
          token.onCancellationRequested(() => source.cancel());
          await ended;
        },
      );
    return await working;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}

/**
 * `soon` for a question: whoever cancels waits for no answer any more.
 *
 * @throws {CancellationError} when it was cancelled
 */
export function answerSoon<T>(title: string, ask: (token: CancellationToken) => Promise<T>): Promise<T> {
  return soon(
    title,
    (token) =>
      new Promise((resolve, reject) => {
        token.onCancellationRequested(() => reject(new CancellationError()));
        ask(token).then(resolve, reject);
      }),
  );
}
