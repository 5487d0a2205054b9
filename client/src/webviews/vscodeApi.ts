/** The editor, as a page in one of its panels sees it. It can be acquired once. */
export interface VscodeApi<State> {
  postMessage(message: unknown): void;
  /** What was kept when the page was shown last; undefined the first time. */
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi<State>(): VscodeApi<State>;

export const acquire = <State>(): VscodeApi<State> => acquireVsCodeApi<State>();
