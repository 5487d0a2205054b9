export function textOrNull(value: string | undefined): string | null {
  return value === undefined ? null : storable(value);
}

/** PostgreSQL keeps no NUL and neither store keeps half a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** `{ [key]: value }`, or nothing where the column is null. */
export function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [P in K]?: string };
}
