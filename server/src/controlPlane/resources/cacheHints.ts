/** For what changes with a new version of the program alone. */
export const UNCHANGING = { ttlMs: 600_000, cacheScope: 'private' } as const;
