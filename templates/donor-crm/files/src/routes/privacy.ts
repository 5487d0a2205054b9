import type { DatabaseSync } from "node:sqlite";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { actorOf } from "../access.ts";
import { auditEntries } from "../audit.ts";
import { eraseDonor, exportDonor } from "../privacy.ts";
import { Problem } from "../problems.ts";
import { AuditEntry, Donor, Gift, OfDonor, Pledge } from "./schemas.ts";

/** What the law on personal data asks for. */
export const privacyRoutes: FastifyPluginAsyncTypebox<{ db: DatabaseSync }> = async (
  app,
  { db },
) => {
  app.get(
    "/donors/:id/export",
    {
      config: { permission: "export" },
      schema: {
        operationId: "exportDonor",
        summary: "All that is kept about a person, to be handed to them",
        params: OfDonor,
        response: {
          200: Type.Object({
            donor: Donor,
            gifts: Type.Array(Gift),
            pledges: Type.Array(Pledge),
            audit: Type.Array(AuditEntry),
          }),
          "4xx": Problem,
        },
      },
    },
    async (request) => exportDonor(db, actorOf(request), request.params.id),
  );

  app.delete(
    "/donors/:id",
    {
      config: { permission: "erase" },
      schema: {
        operationId: "eraseDonor",
        summary: "Erase who a person is; amounts and dates stay for the books",
        params: OfDonor,
        response: { 204: Type.Null({ description: "Erased." }), "4xx": Problem },
      },
    },
    async (request, reply) => {
      eraseDonor(db, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/audit",
    {
      config: { permission: "audit" },
      schema: {
        operationId: "listAuditEntries",
        summary: "Who did what to whom, and when",
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, default: 0 }),
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
        }),
        response: { 200: Type.Array(AuditEntry), "4xx": Problem },
      },
    },
    async ({ query }) => auditEntries(db, query),
  );
};
