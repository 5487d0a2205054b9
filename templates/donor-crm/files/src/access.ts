import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";

/** What each role may do. */
const ROLES = {
  reader: ["read"],
  editor: ["read", "write"],
  /** Answers for people's data: exports it, erases it, reads the audit log. */
  steward: ["read", "write", "export", "erase", "audit"],
} as const;

export type Role = keyof typeof ROLES;
export type Permission = (typeof ROLES)["steward"][number];

export interface Holder {
  /** Who holds the token: the actor of the audit log. */
  readonly name: string;
  readonly role: Role;
}

/** Holders by the SHA-256 of their token: who reads the configuration cannot sign in with it. */
export type Tokens = ReadonlyMap<string, Holder>;

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a caller must be allowed to do. A route without one is open to everybody. */
    permission?: Permission;
  }
  interface FastifyRequest {
    holder: Holder | null;
  }
}

/** Tokens are long and random (scripts/token.ts), so that a plain hash of them cannot be guessed back. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Reads lines of `name role hash`; several stand in one line with `;` between them. Throws on any other. */
export function parseTokens(text: string): Tokens {
  const tokens = new Map<string, Holder>();
  for (const line of text.split(/[\n;]/).map((part) => part.trim())) {
    if (!line) continue;
    const [name = "", role = "", hash = "", ...rest] = line.split(/\s+/);
    if (!isRole(role) || !/^[0-9a-f]{64}$/.test(hash) || rest.length > 0)
      throw new Error("each token is a name, a role (reader, editor, steward) and a SHA-256 hash");
    tokens.set(hash, { name, role });
  }
  return tokens;
}

function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}

/** Lets nobody through to a route with a permission but those whose role has it. */
export function requirePermissions(app: FastifyInstance, tokens: Tokens): void {
  app.decorateRequest("holder", null);
  app.addHook("onRequest", async (request, reply) => {
    const { permission } = request.routeOptions.config;
    if (!permission) return;
    const [, token = ""] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const holder = tokens.get(hashToken(token));
    if (!holder) {
      reply.header("www-authenticate", "Bearer");
      throw new HttpProblem(401, "Send a bearer token that is known here.");
    }
    if (!(ROLES[holder.role] as readonly Permission[]).includes(permission))
      throw new HttpProblem(
        403,
        `A ${holder.role} may not do this; it needs the permission to ${permission}.`,
      );
    request.holder = holder;
  });
}

/** Who sends the request: of routes with a permission always somebody. */
export function actorOf(request: FastifyRequest): string {
  if (!request.holder) throw new Error(`${request.routeOptions.url} asks for no permission`);
  return request.holder.name;
}
