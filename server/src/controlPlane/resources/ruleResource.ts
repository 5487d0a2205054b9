import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { readRulePage } from '../../catalog/rulePages.ts';
import { RULE_IDS } from '../../manifest/schemas.ts';
import { UNCHANGING } from './cacheHints.ts';

export const RULE_PAGE = 'text/markdown';

const RULES = RULE_IDS.map((id) => {
  const [group = '', rule = ''] = id.split('/');
  return { group, rule };
});

/** `heady://rules/{group}/{rule}`: the page of a rule. It is not listed: findings name the rules that matter. */
export function registerRuleResource(server: McpServer): void {
  server.registerResource(
    'rule',
    new ResourceTemplate('heady://rules/{group}/{rule}', {
      list: undefined,
      complete: {
        group: (value) =>
          [...new Set(RULES.map(({ group }) => group))].filter((group) => group.startsWith(value)),
        rule: (value, context) => {
          const group = context?.arguments?.group;
          return RULES.filter((each) => group === undefined || each.group === group)
            .map(({ rule }) => rule)
            .filter((rule) => rule.startsWith(value));
        },
      },
    }),
    {
      title: 'Page of a rule',
      description: 'What the rule asks for, why, and an example of right and wrong.',
      mimeType: RULE_PAGE,
      cacheHint: UNCHANGING,
    },
    async (uri, { group, rule }) => {
      const id = `${group}/${rule}`;
      // Only what is a rule names a file.
      const page = RULE_IDS.includes(id) ? await readRulePage(id) : undefined;
      if (page === undefined) throw new ResourceNotFoundError(uri.href);
      return { contents: [{ uri: uri.href, mimeType: RULE_PAGE, text: page }] };
    },
  );
}
