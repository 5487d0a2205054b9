import type { Upstream } from '../upstream.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const PLACEHOLDER = /\$\{(?:env:)?([A-Za-z_]\w*)\}/g;

/** A shorter value stands in texts by chance, and is no secret worth the name. In characters. */
const SHORTEST_SECRET = 6;

/**
 * A text with each `${NAME}` replaced by the gateway's own variable.
 *
 * @param what it is, to be named where one is not set
 * @throws where a variable that is referred to is not set
 */
export function filledIn(text: string, what: string, ours: Variables): string {
  return text.replaceAll(PLACEHOLDER, (_, referred: string) => {
    const found = ours[referred];
    if (found === undefined) {
      throw new Error(`Its ${what} refers to ${referred}, which is not set where the gateway runs.`);
    }
    return found;
  });
}

/**
 * Puts the placeholder back wherever a text shows what a server was given in its stead: in what it says on standard
 * error, or in the message of an error.
 */
export function hidingSecrets({ env, headers = {} }: Upstream, ours: Variables): (text: string) => string {
  const names = [...Object.values(env), ...Object.values(headers)].flatMap((text) =>
    [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name),
  );
  const secrets = [...new Set(names)]
    .map((name) => [name, ours[name] ?? ''] as const)
    .filter(([, value]) => value.length >= SHORTEST_SECRET)
    // Of two that begin alike the longer one first, or its end would stay.
    .sort(([, a], [, b]) => b.length - a.length);
  return (text) => secrets.reduce((hidden, [name, value]) => hidden.replaceAll(value, `\${${name}}`), text);
}
