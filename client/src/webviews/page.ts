/** What a page in a panel begins with. */
export interface PageParts<State, Message> {
  /** Is filled. */
  root: HTMLElement;
  /** How the page was left, or is at first. */
  state: State;
  /** Says something to the extension. */
  tell(message: Message): void;
  /** Remembers the state, also when the panel is hidden or the editor restarted. */
  keep(state: State): void;
}

/** A page in a panel: how it is left is remembered. */
export abstract class Page<State extends object, Message> {
  protected readonly tell: (message: Message) => void;
  readonly #keep: (state: State) => void;
  #state: State;

  constructor({ state, tell, keep }: PageParts<State, Message>) {
    this.#state = state;
    this.tell = tell;
    this.#keep = keep;
  }

  protected get state(): State {
    return this.#state;
  }

  protected remember(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#keep(this.#state);
  }
}
