import type { McpServer, PromptMessage } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import { PROMOTED_KINDS } from '../../manifest/promotion.ts';
import type { ControlPlane } from '../plane.ts';
import type { GateStep } from '../promotion/gates.ts';
import { walkGates } from '../promotion/walkGates.ts';
import { keyOf } from '../tools/entryKey.ts';
import { findingLine } from '../tools/finding.ts';
import {
  entryNameArgument,
  environmentArgument,
  environmentGiven,
  kindArgument,
  kindOf,
  unusable,
} from './arguments.ts';
import { DATA_NOTICE, say, sayData, showEntry, showRules } from './messages.ts';

const TASK = `Prepare a promotion to the next environment.

Attached are the entry as it is registered, what is registered under its name in the next environment (if anything), the manifest as it would be there, and how each gate came out. Say first whether it can be promoted now. Then: what would change there, field by field, and what each change means for those who use it; every gate that does not let it pass, with what to write and who must act; values that still speak of the environment before. Name the risks and how to go back.

End with the exact call of catalog_promote (kind, name, to, ifVersion, and own fields if some must differ), with dryRun first. Do not promote before a person has agreed.`;

/** `prepare_promotion`: all gates of a promotion, walked through, and what would change. */
export function registerPreparePromotion(server: McpServer, { store, gate }: ControlPlane): void {
  const argsSchema = z.object({
    kind: kindArgument(PROMOTED_KINDS),
    name: entryNameArgument(store.catalog),
    environment: environmentArgument('Where it is now; absent: as its name says').optional(),
  });
  server.registerPrompt(
    'prepare_promotion',
    {
      title: 'Prepare a promotion',
      description:
        'What a promotion to the next environment would change, what stops it, and how to call it.',
      argsSchema,
    },
    async ({ name, ...given }) => {
      const kind = kindOf(given.kind, PROMOTED_KINDS);
      const environment = environmentGiven(given.environment);
      const key = keyOf({ kind, name, ...(environment ? { environment } : {}) });
      const source = await store.catalog.get(key);
      if (!source?.environment)
        return unusable(`The catalog has no ${kind} named "${name}" in an environment.`);
      const to = ENVIRONMENTS[ENVIRONMENTS.indexOf(source.environment) + 1];
      if (!to) return unusable(`"${name}" is in ${source.environment}: there is nothing after it.`);
      const request = { key, to, ifVersion: source.version, own: {} };
      const { steps, target, document } = await walkGates(request, store.catalog, gate);
      const rules = steps.flatMap(({ findings }) => findings.map(({ rule }) => rule));
      return {
        description: `Prepare the promotion of ${kind} ${name} to ${to}`,
        messages: [
          say(`${TASK}\n\n${DATA_NOTICE}`),
          say(`From ${source.environment}, version ${source.version}, to ${to}:`),
          showEntry(source),
          ...(target ? [say(`In ${to} there is:`), showEntry(target)] : [say(`In ${to} there is none yet.`)]),
          ...(document ? [sayData(`As it would be in ${to}`, JSON.stringify(document.value, null, 2))] : []),
          ...gatesOf(steps),
          ...(await showRules(rules)),
        ],
      };
    },
  );
}

function gatesOf(steps: readonly GateStep[]): PromptMessage[] {
  const lines = steps.flatMap(({ gate, outcome, message, findings }) => [
    `${gate}: ${outcome}. ${message}`,
    ...findings.map((finding) => `  ${findingLine(finding)}`),
  ]);
  return [sayData('The gates, but for approval', lines.join('\n'))];
}
