import type { DatabaseSync } from "node:sqlite";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { one } from "../database.ts";

/** For whoever starts and restarts the service (/healthz), and whoever sends requests to it (/readyz). */
export const healthRoutes: FastifyPluginAsyncTypebox<{ db: DatabaseSync }> = async (
  app,
  { db },
) => {
  app.get(
    "/healthz",
    {
      logLevel: "warn",
      schema: {
        operationId: "getHealth",
        summary: "Whether the process is well",
        response: { 200: Type.Object({ status: Type.Literal("ok") }, { description: "It is." }) },
      },
    },
    async () => ({ status: "ok" as const }),
  );

  app.get(
    "/readyz",
    {
      logLevel: "warn",
      schema: {
        operationId: "getReadiness",
        summary: "Whether the database answers",
        response: {
          200: Type.Object({ status: Type.Literal("ready") }, { description: "It does." }),
        },
      },
    },
    async () => {
      one(db, "SELECT 1 FROM audit LIMIT 1");
      return { status: "ready" as const };
    },
  );
};
