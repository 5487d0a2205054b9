import type { FastifyServerOptions } from "fastify";

/** Writes one line of JSON for each event. Requests are named by their route: a URL can hold a name or an address. */
export function logger(
  level: string,
  stream?: { write(line: string): void },
): NonNullable<FastifyServerOptions["logger"]> {
  return {
    level,
    ...(stream && { stream }),
    serializers: {
      req: (request) => ({ method: request.method, route: request.routeOptions?.url }),
      res: (reply) => ({ statusCode: reply.statusCode }),
    },
  };
}
