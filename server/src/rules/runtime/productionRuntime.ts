import { setValue } from '../../manifest/edits.ts';
import { fixHere } from '../fix.ts';
import type { Rule } from '../rule.ts';

const RUNTIME = ['spec', 'runtime'];

/** Kinds that state what runs their containers (decision 26). */
const RUNNING = ['Service', 'VirtualMachine'];

export const productionRuntime: Rule = {
  id: 'runtime/production-runtime',
  summary: 'In stage and prod, containers run under podman or containerd.',
  severity: 'error',
  raised: false,
  *check({ document, environment }) {
    if (!RUNNING.includes(document.kind ?? '') || document.statedText(RUNTIME) !== 'docker') return;
    if (environment !== 'stage' && environment !== 'prod') return;
    const message = `"docker" is for workstations; in ${environment} run "podman" or "containerd".`;
    yield { ...document.place(RUNTIME), message };
  },
  fixes: (_finding, context) =>
    ['podman', 'containerd'].flatMap((runtime) =>
      fixHere(
        context,
        `Switch to ${runtime}`,
        setValue(context.document, RUNTIME, runtime),
        runtime === 'podman',
      ),
    ),
};
