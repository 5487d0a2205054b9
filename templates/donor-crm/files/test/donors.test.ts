import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { startService } from "./helpers.ts";

describe("donors", () => {
  let service: Awaited<ReturnType<typeof startService>>;
  let edit: ReturnType<typeof service.as>;

  beforeEach(async () => {
    service = await startService();
    edit = service.as("editor");
  });

  it("are added, read, found and corrected", async () => {
    const created = await edit("POST /donors", { name: "Ada", email: "Ada@example.org" });
    assert.equal(created.status, 201);
    assert.deepEqual(created.body.consents, []);

    const path = `/donors/${created.body.id}`;
    assert.deepEqual((await edit(`GET ${path}`)).body, created.body);
    assert.deepEqual((await edit("GET /donors")).body, [created.body]);
    assert.deepEqual((await edit("POST /donors/search", { email: "ada@EXAMPLE.org" })).body, [
      created.body,
    ]);
    assert.deepEqual((await edit("POST /donors/search", { email: "other@example.org" })).body, []);

    const corrected = await edit(`PATCH ${path}`, { email: null, phone: "555 0100" });
    assert.deepEqual(corrected.body, { ...created.body, email: null, phone: "555 0100" });
  });

  it("are listed in pages", async () => {
    for (const name of ["Ada", "Grace", "Radia"]) await edit("POST /donors", { name });
    const first = (await edit("GET /donors?limit=2")).body;
    const second = (await edit(`GET /donors?limit=2&after=${first[1].id}`)).body;
    const names = [...first, ...second].map((donor: { name: string }) => donor.name);
    assert.deepEqual(names.sort(), ["Ada", "Grace", "Radia"]);
  });

  it("say how they want to be contacted; the latest word counts", async () => {
    const { id } = (await edit("POST /donors", { name: "Ada" })).body;
    const wish = (granted: boolean) => ({ channel: "email", granted, source: "paper form" });
    await edit(`PUT /donors/${id}/wishes`, { doNotContact: false, consents: [wish(true)] });
    const latest = await edit(`PUT /donors/${id}/wishes`, {
      doNotContact: true,
      consents: [wish(false)],
    });
    assert.equal(latest.body.doNotContact, true);
    assert.equal(latest.body.consents.length, 1);
    assert.equal(latest.body.consents[0].granted, false);
  });

  for (const [what, request, payload, status] of [
    ["a field that nobody knows", "POST /donors", { name: "Ada", nmae: "" }, 400],
    ["an address that is none", "POST /donors", { name: "Ada", email: "ada" }, 400],
    ["no change at all", "PATCH /donors/6a1b1c3e-0000-4000-8000-000000000000", {}, 400],
    ["an id that is none", "GET /donors/1", undefined, 400],
    ["somebody unknown", "GET /donors/6a1b1c3e-0000-4000-8000-000000000000", undefined, 404],
    ["an unknown address", "GET /donations", undefined, 404],
  ] as const) {
    it(`refuse ${what}`, async () => {
      const answer = await edit(request, payload);
      assert.equal(answer.status, status);
      assert.equal(answer.body.status, status);
    });
  }
});
