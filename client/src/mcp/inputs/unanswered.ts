import type { DeclaredServer } from '../../../../server/src/protocol/gateway.ts';

type Asking = Pick<DeclaredServer, 'name' | 'inputs' | 'problem'>;

/** Whether a server is left out as it waits for an answer. */
export function isUnanswered({ problem, inputs = [] }: Asking): boolean {
  return problem !== undefined && inputs.some(({ isAnswered }) => !isAnswered);
}

/** What a server waits for, in a sentence. */
export function asksFor({ name, inputs = [] }: Asking): string {
  const missing = inputs.filter(({ isAnswered, default: preset }) => !isAnswered && preset === undefined);
  const wanted = missing.map(({ id, description }) => description ?? id).join(', ');
  return `The MCP server ${name} asks for: ${wanted}.`;
}
