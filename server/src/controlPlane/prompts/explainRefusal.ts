import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_MANIFEST } from '../../catalog/controlPlane/contract.ts';
import { parseManifest } from '../../manifest/parse.ts';
import type { ControlPlane } from '../plane.ts';
import { findingLine } from '../tools/finding.ts';
import { unusable } from './arguments.ts';
import { DATA_NOTICE, say, sayData, showRules } from './messages.ts';

const argsSchema = z.object({
  refusal: z.string().max(MAX_MANIFEST).optional().describe('What the refusal said; or give the manifest'),
  manifest: z.string().max(MAX_MANIFEST).optional().describe('The manifest that is refused, as YAML or JSON'),
});

const TASK = `A manifest was refused by the gate of the Heady control plane, or a call by its access table. Explain the refusal to its author.

For each finding that refuses, in the order given: say in plain words what is wrong and why the rule asks for it (its page is attached), then show exactly what to write instead, as a YAML snippet at its path. Where only the author can know the value, say what you need from them; do not invent owners, data sensitivities, people or figures. Silencing a finding or weakening a policy is no mending. A rule that begins with "access/" or "limits/" is about who may do what: say who may, and that the manifest needs no change for it.

End with the whole mended manifest, if you have it, and propose to judge it with policy_evaluate before it is registered with catalog_register.`;

/** `explain_refusal`: what the gate refuses, why, and what to write instead. */
export function registerExplainRefusal(server: McpServer, { gate }: ControlPlane): void {
  server.registerPrompt(
    'explain_refusal',
    {
      title: 'Explain this gate refusal',
      description:
        'What is wrong with a refused manifest, why the rules ask for it, and what to write instead.',
      argsSchema,
    },
    async ({ refusal = '', manifest = '' }) => {
      if (!refusal.trim() && !manifest.trim()) unusable('Give the refusal, the manifest, or both.');
      const judged = manifest.trim() ? await judge(manifest) : [];
      const lines = judged.map((finding) =>
        finding.blocks ? `refuses: ${findingLine(finding)}` : findingLine(finding),
      );
      const rules = [...judged.map(({ rule }) => rule), ...rulesNamedIn(refusal)];
      return {
        description: 'Explain a refusal of the control plane',
        messages: [
          say(`${TASK}\n\n${DATA_NOTICE}`),
          ...(refusal.trim() ? [sayData('The refusal', refusal)] : []),
          ...(manifest.trim() ? [sayData('The manifest', manifest)] : []),
          ...(manifest.trim()
            ? [sayData('What the gate says of it now', lines.join('\n') || 'Nothing: it would be let in.')]
            : []),
          ...(await showRules(rules)),
        ],
      };
    },
  );

  async function judge(text: string) {
    const verdicts = parseManifest(text).documents.map(({ document }) => gate.judge(document));
    const findings = (await Promise.all(verdicts)).flatMap((verdict) => verdict.findings);
    return findings.sort((a, b) => Number(b.blocks) - Number(a.blocks));
  }
}

function rulesNamedIn(text: string): string[] {
  return text.match(/[a-z]+(?:\/[a-z]+(?:-[a-z]+)*)+/g) ?? [];
}
