import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { fileTexts, shortPieces } from '../../impact/fileTexts.ts';
import { lineStartsOf, positionAt } from '../../manifest/lines.ts';
import { wordsAndReasons } from '../../rules/impact/details.ts';
import { findingsByPart } from '../../rules/impact/otherFiles.ts';
import type { ControlPlane } from '../plane.ts';
import { unusable, verticalArgument } from './arguments.ts';
import { DATA_NOTICE, say, sayData, showRules } from './messages.ts';

const MAX_TEXT = 100_000;
const MAX_FINDINGS = 100;

const TASK = `Review whom a text leaves out.

Impact Check has read it by the words and characteristics that it knows; what it found is attached, with the pages of its rules. For each finding say whether it holds in this context: a word that is quoted, or a criterion with a documented legal ground, may be right. Then look for what words alone do not show: conditions that only some people can meet, assumptions about language, money, family, body, age or access to technology, and people who are spoken about but not to. Do not call intent what may be habit.

Answer with a table (place, what it says, whom it leaves out, what to write instead), then the whole text rewritten with its meaning kept. Where a condition can only be changed by its owner, ask for the reason instead of rewording it.`;

/** `review_impact`: a text with what Impact Check finds in it, for a reader who sees more than words. */
export function registerReviewImpact(server: McpServer, plane: ControlPlane): void {
  const argsSchema = z.object({
    text: z.string().max(MAX_TEXT).describe('Plain text or Markdown'),
    vertical: verticalArgument(plane, 'Whose own words and severities count').optional(),
  });
  server.registerPrompt(
    'review_impact',
    {
      title: 'Review the impact of this text',
      description:
        'Whom a text leaves out, beyond what Impact Check finds by itself, and what to write instead.',
      argsSchema,
    },
    async ({ text, vertical = '' }) => {
      if (!text.trim()) unusable('Give a text to review.');
      const found = await findingsIn(text, vertical);
      const lines = found.map(({ line }) => line).slice(0, MAX_FINDINGS);
      return {
        description: 'Review whom a text leaves out',
        messages: [
          say(`${TASK}\n\n${DATA_NOTICE}`),
          sayData('The text', text),
          sayData('What Impact Check finds in it', lines.join('\n') || 'Nothing.'),
          ...(await showRules(found.map(({ rule }) => rule))),
        ],
      };
    },
  );

  async function findingsIn(text: string, vertical: string) {
    const facts = await plane.gate.governance();
    const starts = lineStartsOf(text);
    const pieces = fileTexts('text.md', text).flatMap((part) => [...shortPieces(part)]);
    return [...findingsByPart(pieces, facts, vertical || undefined)].flat().map((finding) => {
      const { rule, start, end, message } = finding;
      const { line, character } = positionAt(starts, start);
      const { leavesOut, alternatives } = wordsAndReasons(finding, text.slice(start, end));
      const more = [
        leavesOut && `leaves out: ${leavesOut}`,
        alternatives.length > 0 && `instead: ${alternatives.join(', ')}`,
      ].filter(Boolean);
      return { rule, line: `${line + 1}:${character + 1} ${[message, ...more].join('; ')} [${rule}]` };
    });
  }
}
