import type { Rule } from '../rule.ts';
import { fetchedBy } from './packages.ts';

const COMMAND = ['spec', 'command'];
const ARGS = ['spec', 'args'];

export const unpinned: Rule = {
  id: 'mcp/unpinned',
  summary: 'An MCP server is started from an exact version or a digest.',
  severity: 'warning',
  raised: false,
  *check({ document }) {
    const command = document.kind === 'McpServer' ? document.statedText(COMMAND) : undefined;
    if (command === undefined) return;
    const listed = document.stated(ARGS);
    const args = Array.isArray(listed) ? listed.map(String) : [];
    for (const { text, argument, what, pinned } of fetchedBy(command, args)) {
      if (pinned) continue;
      const advice = what === 'image' ? 'its digest or an exact version' : 'its exact version';
      yield {
        ...document.place(argument === undefined ? COMMAND : [...ARGS, argument]),
        message: `The ${what} "${text}" may be another one tomorrow, with other tools: state ${advice}.`,
      };
    }
  },
};
