import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/** What `--control-plane` says. @throws {UsageError} for what is no address of one */
export function controlPlaneUrl(value: string | undefined): URL | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--control-plane ${value}: say an http or https URL.`);
  }
  return url;
}

/** What the control plane knows; where it cannot be reached, that nothing is known. */
export async function reach(url: URL, command: string, terminal: Terminal): Promise<ControlPlaneKnowledge> {
  const { fetchKnowledge } = await import('../catalog/controlPlane/http.ts');
  try {
    return await fetchKnowledge(url, terminal.env.HEADY_TOKEN);
  } catch (error) {
    const { message } = error as Error;
    const hint = /\b401\b/.test(message) ? ' Set HEADY_TOKEN to a token that is good there.' : '';
    terminal.stderr.write(`${command}: ${url.href} could not be asked: ${message}.${hint}\n`);
    return { ...NO_CONTROL_PLANE, reached: 'unknown' };
  }
}
