import { environmentInName, environmentOf, isEnvironment } from '../../manifest/environment.ts';
import { isGoverning } from '../../rules/governing.ts';
import { documentOf } from '../gate/draft.ts';
import type { Scope } from './roles.ts';

/**
 * How far registering a manifest reaches, read just as registering reads it: nobody may register in one environment
 * what was judged for another.
 *
 * @param args of a call, with the manifest in `manifest`
 */
export function manifestScope(args: unknown): Scope {
  const { manifest } = args as { manifest: Readonly<Record<string, unknown>> };
  const document = documentOf(manifest);
  if (isGoverning(document?.kind)) return 'governance';
  return (document && environmentOf(document)) ?? 'shared';
}

/** How far changing an entry reaches, read just as the tools read which entry is meant. */
export function entryScope(args: unknown): Scope {
  const { kind, name, environment } = args as { kind: string; name: string; environment?: unknown };
  if (isGoverning(kind)) return 'governance';
  return isEnvironment(environment) ? environment : (environmentInName(kind, name) ?? 'shared');
}

/** A promotion reaches the environment that it leads to; one that is only rehearsed reaches nothing. */
export function promotionScope(args: unknown): Scope {
  const { kind, to, dryRun } = args as { kind: string; to: unknown; dryRun?: boolean };
  if (dryRun === true) return 'rehearsal';
  if (isGoverning(kind)) return 'governance';
  return isEnvironment(to) ? to : 'shared';
}
