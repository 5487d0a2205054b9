/** Secrets that were typed in a wizard, while it is open: no part of its state, which is handed around and kept. */
export class TypedSecrets {
  readonly #values = new Map<string, string>();

  has(name: string): boolean {
    return this.#values.has(name);
  }

  put(name: string, value: string): void {
    this.#values.set(name, value);
  }

  forget(name: string): void {
    this.#values.delete(name);
  }

  /** Those that are asked for after all; another template may have been chosen since. */
  of(asked: readonly { name: string }[]): ReadonlyMap<string, string> {
    return new Map([...this.#values].filter(([name]) => asked.some((secret) => secret.name === name)));
  }
}
