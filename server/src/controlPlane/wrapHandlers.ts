import type { McpServer, ServerContext } from '@modelcontextprotocol/server';

/** Answers a request of one method. */
export type Handler = (request: { params?: unknown }, context: ServerContext) => object | Promise<object>;

/**
 * Wraps the handlers of some methods as they are set from now on, by whomever: the SDK sets its own when the first
 * tool, resource or prompt is registered.
 */
export function wrapHandlers(
  { server }: McpServer,
  wraps: Readonly<Record<string, (handler: Handler) => Handler>>,
): void {
  const set = server.setRequestHandler.bind(server) as (method: string, handler: Handler) => void;
  server.setRequestHandler = ((method: string, handler: Handler) =>
    set(method, wraps[method]?.(handler) ?? handler)) as typeof server.setRequestHandler;
}
