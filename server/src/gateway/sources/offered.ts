import type { Environment } from '../../manifest/document.ts';
import type { Found, SourceProblem, Upstream } from '../upstream.ts';

/** All that sources tell of, in their order. */
export function together(...found: readonly Found[]): Found {
  return {
    upstreams: found.flatMap(({ upstreams }) => upstreams),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** Those offered in an environment; of several with one name, the first. */
export function offeredIn(environment: Environment, { upstreams, problems }: Found): Found {
  const offered = new Map<string, Upstream>();
  const clashes: SourceProblem[] = [];
  for (const upstream of upstreams) {
    const { name, environments, origin } = upstream;
    if (environments && !environments.includes(environment)) continue;
    const first = offered.get(name);
    if (!first) offered.set(name, upstream);
    else
      clashes.push({
        name,
        uri: origin.uri,
        line: origin.line ?? 0,
        reason: clashWords(name, first.origin.uri),
      });
  }
  return { upstreams: [...offered.values()], problems: [...problems, ...clashes] };
}

/** Why one of two servers of one name is left out. @param where the first of them is told of */
export function clashWords(name: string, where: string): string {
  return `There is another server "${name}", in ${where}. Give one of them another name.`;
}
