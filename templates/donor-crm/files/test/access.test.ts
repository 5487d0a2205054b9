import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashToken, parseTokens } from "../src/access.ts";
import { callerOf, startService } from "./helpers.ts";

describe("access", () => {
  it("is refused without a token that is known", async () => {
    const { app } = await startService();
    for (const token of ["", "unknown", hashToken("reader-token")]) {
      const { status } = await callerOf(app, token)("GET /donors");
      assert.equal(status, 401);
    }
  });

  it("is what the role allows", async () => {
    const { as } = await startService();
    const { id } = (await as("editor")("POST /donors", { name: "Ada" })).body;
    const allowed = {
      "GET /donors": ["reader", "editor", "steward"],
      "POST /donors": ["editor", "steward"],
      [`GET /donors/${id}/export`]: ["steward"],
      "GET /audit": ["steward"],
      [`DELETE /donors/${id}`]: ["steward"],
    };
    for (const [request, roles] of Object.entries(allowed))
      for (const role of ["reader", "editor", "steward"] as const) {
        const { status } = await as(role)(
          request,
          request.startsWith("POST") ? { name: "Grace" } : undefined,
        );
        assert.equal(
          status === 403,
          !roles.includes(role),
          `${role}: ${request} was answered with ${status}`,
        );
      }
  });

  it("is asked for by every route but those about the service itself", async () => {
    const { app } = await startService();
    const open = Object.entries(app.swagger().paths ?? {}).flatMap(([path, operations]) =>
      Object.values(operations ?? {}).some((operation) => !("security" in (operation as object)))
        ? [path]
        : [],
    );
    assert.deepEqual(open, ["/healthz", "/readyz"]);
  });

  it("needs tokens that are written down well", () => {
    assert.equal(
      parseTokens(`kim reader ${hashToken("x")}\n\nlee steward ${hashToken("y")}\n`).size,
      2,
    );
    assert.throws(() => parseTokens(`kim owner ${hashToken("x")}`), /role/);
    assert.throws(() => parseTokens("kim reader secret"), /SHA-256/);
  });
});
