/** Kinds that govern all other documents: what they state decides severities, names and rules. */
const GOVERNING: readonly (string | undefined)[] = ['Policy', 'Vertical', 'Environment'];

export function isGoverning(kind: string | undefined): boolean {
  return GOVERNING.includes(kind);
}
