import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import Type from "typebox";

/** What every error looks like to a caller: RFC 9457. */
export const Problem = Type.Object(
  {
    title: Type.String({ description: "The kind of problem, the same each time." }),
    status: Type.Integer({ description: "The HTTP status." }),
    detail: Type.Optional(Type.String({ description: "What is wrong this time." })),
    instance: Type.String({ description: "Id of the request, which the log knows too." }),
  },
  { description: "What went wrong." },
);

/** An error that its caller is told about. `message` says what is wrong without repeating anybody's data. */
export class HttpProblem extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Makes errors and unknown addresses answer with a `Problem`. The log learns where it happened, not what was sent. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const where = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
    if (status >= 500)
      request.log.error({ error: error.name, code: error.code, where }, "request failed");
    return send(reply, status, status < 500 ? error.message : undefined);
  });
  app.setNotFoundHandler((_request, reply) =>
    send(reply, 404, "There is nothing at this address."),
  );
}

function send(reply: FastifyReply, status: number, detail: string | undefined): FastifyReply {
  return reply
    .code(status)
    .type("application/problem+json")
    .send({
      title: STATUS_CODES[status] ?? "Error",
      status,
      ...(detail && { detail }),
      instance: reply.request.id,
    });
}
