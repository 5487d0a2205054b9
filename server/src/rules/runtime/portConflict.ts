import { setValue } from '../../manifest/edits.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { type PortRange, rangesOf } from './portRanges.ts';
import { type Port, portsOf } from './ports.ts';
import { hostsOf, portTable, type UsedPort } from './portTable.ts';

const HIGHEST = 65_535;

const HEALTH = ['spec', 'health', 'port'];

export const portConflict: Rule = {
  id: 'runtime/port-conflict',
  summary: 'Services on one host listen on different ports, within the range of their workspace.',
  severity: 'error',
  raised: false,
  *check(context) {
    if (context.document.kind !== 'Service') return;
    const ranges = rangesOf(context);
    for (const port of portsOf(context.document)) {
      yield* outsideRange(port, ranges, context);
      yield* conflict(port, context);
    }
  },
  fixes({ data }, context) {
    const { document, at } = context;
    const port = portsOf(document).find(({ path }) => path.at(-1) === (data as { index: number }).index);
    const free = port && nextFree(port, context);
    if (!port || free === undefined) return [];
    const edit = setValue(document, [...port.path, 'port'], free);
    if (!edit) return [];
    // Where its health is asked on that port, it is asked on the new one.
    const isAsked = document.stated(HEALTH) === port.number;
    const follow = isAsked ? setValue(document, HEALTH, free) : undefined;
    const edits = [{ at, edits: follow ? [edit, follow] : [edit] }];
    return [{ title: `Listen on ${free}`, isPreferred: false, edits }];
  },
};

function* conflict(port: Port, context: RuleContext): Generator<Finding> {
  const others = hostsOf(context.document).flatMap((host) =>
    usersOf(port.number, port, host, context).map((user) => ({ host, user })),
  );
  const [first] = others;
  if (!first) return;
  const names = [...new Set(others.map(({ user }) => `"${user.name}"`))];
  const listen = names.length === 1 ? 'listens' : 'listen';
  yield {
    ...placeOf(port, context),
    message: `${names.join(', ')} ${listen} on port ${port.number} of "${first.host}" too; give one of them another.`,
    related: others.flatMap(({ host, user }) => {
      const other = context.facts
        .declarations('Service', user.name)
        .find(({ at }) => at.uri === user.at.uri && at.index === user.at.index);
      return other
        ? [
            {
              at: user.at,
              span: other.document.place([...user.path, 'port']),
              message: `"${user.name}" listens on it on "${host}".`,
            },
          ]
        : [];
    }),
  };
}

function* outsideRange(port: Port, ranges: readonly PortRange[], context: RuleContext): Generator<Finding> {
  if (ranges.length === 0 || ranges.some((range) => isWithin(port.number, range))) return;
  const words = ranges.map(
    ({ workspace, from, to }) => `${from} to ${to} of the workspace "${workspace.name}"`,
  );
  yield {
    ...placeOf(port, context),
    message: `Port ${port.number} is outside the range ${words.join(' and ')}.`,
    related: ranges.map(({ workspace }) => ({
      at: workspace.at,
      span: workspace.document.place(['spec', 'portRange']),
      message: `The range of "${workspace.name}".`,
    })),
  };
}

function placeOf(port: Port, { document }: RuleContext) {
  return { ...document.place([...port.path, 'port']), data: { index: port.path.at(-1) } };
}

/** Other services that listen on a port of a host, on the same transport. */
function usersOf(
  number: number,
  { transport }: Port,
  host: string,
  { document, facts }: RuleContext,
): readonly UsedPort[] {
  const users = facts.derived(portTable).get(host)?.get(`${transport}/${number}`) ?? [];
  return users.filter(({ name }) => name !== document.name);
}

/** The next port up (in the range of the workspace) that nothing on any of its hosts listens on. */
function nextFree(port: Port, context: RuleContext): number | undefined {
  const ranges = rangesOf(context);
  const own = portsOf(context.document);
  const isFree = (number: number) =>
    !own.some((each) => each.number === number && each.transport === port.transport) &&
    (ranges.length === 0 || ranges.some((range) => isWithin(number, range))) &&
    hostsOf(context.document).every((host) => usersOf(number, port, host, context).length === 0);
  for (let step = 1; step <= HIGHEST; step++) {
    const number = ((port.number - 1 + step) % HIGHEST) + 1;
    if (isFree(number)) return number;
  }
  return undefined;
}

function isWithin(number: number, { from, to }: PortRange): boolean {
  return from <= number && number <= to;
}
