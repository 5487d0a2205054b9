import type { CreatedKind } from '../../scaffold/template/template.ts';

/** What each kind is called on the command line. */
export const KIND_WORDS: Readonly<Record<CreatedKind, string>> = {
  Service: 'service',
  Vertical: 'vertical',
  VirtualMachine: 'vm',
  GoldenImage: 'image',
  Api: 'api',
  McpServer: 'mcp-server',
  Agent: 'agent',
};

export const WORDS: readonly string[] = Object.values(KIND_WORDS);

/** The kind of a word; undefined: there is no such. */
export function kindOf(word: string): CreatedKind | undefined {
  return (Object.keys(KIND_WORDS) as CreatedKind[]).find((kind) => KIND_WORDS[kind] === word);
}
