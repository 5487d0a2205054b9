/**
 * Aborted by whoever wants to stop this process; asked a second time, it ends at once.
 *
 * @param exitCode then
 * @param onFirst says that it is about to stop, where that takes a while
 */
export function interruption(exitCode: number, onFirst: () => void = () => {}): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCode);
      onFirst();
      controller.abort();
    });
  }
  return controller.signal;
}
