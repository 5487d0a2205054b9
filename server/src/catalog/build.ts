/** A digest of everything that the program was built from; `scripts/build.mjs` puts it in. */
declare const HEADY_BUILD: string | undefined;

/** Tells this build of the program from any other: what another one kept is not to be trusted. */
export const BUILD: string = typeof HEADY_BUILD === 'undefined' ? 'source' : HEADY_BUILD;
