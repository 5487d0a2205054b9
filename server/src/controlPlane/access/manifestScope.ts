import { environmentOf } from '../../manifest/environment.ts';
import { documentOf } from '../gate/draft.ts';
import type { Scope } from './roles.ts';

/** Kinds whose entries decide how others are judged. */
const GOVERNING = ['Policy', 'Vertical', 'Environment'];

/**
 * How far registering a manifest reaches, read just as registering reads it: nobody may register in one environment
 * what was judged for another.
 *
 * @param args of a call, with the manifest in `manifest`
 */
export function manifestScope(args: unknown): Scope {
  const { manifest } = args as { manifest: Readonly<Record<string, unknown>> };
  const document = documentOf(manifest);
  if (document?.kind && GOVERNING.includes(document.kind)) return 'governance';
  return (document && environmentOf(document)) ?? 'shared';
}
