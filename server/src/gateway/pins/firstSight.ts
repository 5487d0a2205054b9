/** What becomes of what a server offers when it is seen for the first time: it is approved, or waits for a person. */
export const FIRST_SIGHT = ['trust', 'ask'] as const;
export type FirstSight = (typeof FIRST_SIGHT)[number];
