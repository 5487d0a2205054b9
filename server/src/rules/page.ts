/** Where the page of a rule is, below docs/rules; those that policies define share one. */
export function pageOf(ruleId: string): string {
  return ruleId.startsWith('policy/') ? 'policy.md' : `${ruleId}.md`;
}
