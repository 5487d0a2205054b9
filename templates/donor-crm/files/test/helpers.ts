import type { FastifyInstance, InjectOptions } from "fastify";
import { hashToken, parseTokens, type Role } from "../src/access.ts";
import { buildApp } from "../src/app.ts";
import { openDatabase } from "../src/database.ts";
import { logger } from "../src/logger.ts";

/** A service with an empty database in memory, and what it logs. */
export async function startService() {
  const db = openDatabase(":memory:");
  const log: string[] = [];
  const roles: Role[] = ["reader", "editor", "steward"];
  const tokens = parseTokens(
    roles.map((role) => `${role}-name ${role} ${hashToken(`${role}-token`)}`).join(";"),
  );
  const app = await buildApp({
    db,
    tokens,
    logger: logger("trace", { write: (line) => void log.push(line) }),
  });
  return { app, db, log, as: (role: Role) => callerOf(app, `${role}-token`) };
}

/** Sends requests with a token: `call("POST /donors", { name: "Ada" })`. */
export function callerOf(app: FastifyInstance, token: string) {
  return async (request: string, payload?: object) => {
    const [method, url] = request.split(" ") as [InjectOptions["method"], string];
    const headers = { authorization: `Bearer ${token}` };
    const response = await app.inject({
      method,
      url,
      headers,
      ...(payload && { payload }),
    } as InjectOptions);
    return { status: response.statusCode, body: response.body ? response.json() : undefined };
  };
}
