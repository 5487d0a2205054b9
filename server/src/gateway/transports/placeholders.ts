import type { Upstream } from '../upstream.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const PLACEHOLDER = /\$\{(env:)?([A-Za-z_]\w*|(?:input|envFile):[^}]*)\}/g;

/** A shorter value stands in texts by chance, and is no secret worth the name. In characters. */
const SHORTEST_SECRET = 6;

/** What the placeholders of a server stand for: what it was given of its own, and the gateway's variables. */
export function variablesFor({ values }: Upstream, ours: Variables): Variables {
  return values ? { ...ours, ...values } : ours;
}

/**
 * A text with each `${NAME}` replaced by the gateway's own variable.
 *
 * @param what it is, to be named where one is not set
 * @throws where a variable that is referred to is not set
 */
export function filledIn(text: string, what: string, ours: Variables): string {
  return text.replaceAll(PLACEHOLDER, (_, __, referred: string) => ours[referred] ?? notSet(what, referred));
}

/**
 * `filledIn` for arguments and addresses, in which a plain `${NAME}` may be meant for the program itself: where it is not
 * set it stays as it is.
 *
 * @throws where something else that is referred to is not set
 */
export function filledInWhereSet(text: string, what: string, ours: Variables): string {
  return text.replaceAll(PLACEHOLDER, (written, prefix: string | undefined, referred: string) => {
    const isPlain = prefix === undefined && !referred.includes(':');
    return ours[referred] ?? (isPlain ? written : notSet(what, referred));
  });
}

/**
 * Puts the placeholder back wherever a text shows what a server was given in its stead: in what it says on standard
 * error, or in the message of an error. What stands in a `mcp.json` itself is hidden too, as people write secrets there.
 */
export function hidingSecrets(upstream: Upstream, ours: Variables): (text: string) => string {
  const { args, command = '', env, headers = {}, oauth, origin, replicas } = upstream;
  const given = variablesFor(upstream, ours);
  const named = { ...env, ...headers };
  const texts = [...Object.values(named), oauth?.clientSecret ?? '', command, ...args, ...replicas];
  const referred = texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, , name = '']) => name));
  const literals = origin.kind === 'mcp.json' ? Object.entries(named).flatMap(literalsOf) : [];
  const secrets = [...referred.map((name) => [name, given[name] ?? ''] as const), ...literals]
    .filter(([, value]) => value.length >= SHORTEST_SECRET)
    // Of two that begin alike the longer one first, or its end would stay.
    .sort(([, a], [, b]) => b.length - a.length);
  return (text) => secrets.reduce((hidden, [name, value]) => hidden.replaceAll(value, `\${${name}}`), text);
}

/** What is secret of a value that stands there itself: of `Bearer x` also `x` alone. */
function literalsOf([name, value]: readonly [string, string]): (readonly [string, string])[] {
  if (value.search(PLACEHOLDER) >= 0) return [];
  const [, credential] = /^\w+ (\S+)$/.exec(value) ?? [];
  return [[name, value] as const, ...(credential === undefined ? [] : [[name, credential] as const])];
}

function notSet(what: string, referred: string): never {
  throw new Error(`Its ${what} refers to ${referred}, which is not set where the gateway runs.`);
}
