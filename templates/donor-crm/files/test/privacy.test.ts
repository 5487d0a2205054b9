import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { verifyAudit } from "../src/audit.ts";
import { openDatabase } from "../src/database.ts";
import { createDonor } from "../src/donors.ts";
import { eraseDonor } from "../src/privacy.ts";
import { startService } from "./helpers.ts";

const person = {
  name: "Zyxa Quillfeather",
  email: "quillfeather@example.org",
  phone: "555 0199 7731",
  address: "7 Peppercorn Lane",
};

describe("a person's data", () => {
  it("is handed to them in full", async () => {
    const { as } = await startService();
    const edit = as("editor");
    const { id } = (await edit("POST /donors", person)).body;
    await edit(`POST /donors/${id}/gifts`, {
      amountCents: 100,
      currency: "USD",
      receivedOn: "2026-01-02",
    });
    await edit(`POST /donors/${id}/pledges`, {
      amountCents: 100,
      currency: "USD",
      dueOn: "2026-01-02",
    });

    const { body } = await as("steward")(`GET /donors/${id}/export`);
    assert.equal(body.donor.address, person.address);
    assert.equal(body.gifts.length, 1);
    assert.equal(body.pledges.length, 1);
    const actions = body.audit.map((entry: { action: string }) => entry.action);
    assert.deepEqual(actions, [
      "donor.created",
      "gift.recorded",
      "pledge.recorded",
      "donor.exported",
    ]);
  });

  it("is erased, and the books and the audit log stay whole", async () => {
    const { db, as } = await startService();
    const edit = as("editor");
    const { id } = (await edit("POST /donors", person)).body;
    const gift = { amountCents: 100, currency: "USD", receivedOn: "2026-01-02", reference: "Q-77" };
    const recorded = (await edit(`POST /donors/${id}/gifts`, gift)).body;

    assert.equal((await as("steward")(`DELETE /donors/${id}`)).status, 204);

    for (const request of [
      `GET /donors/${id}`,
      `GET /donors/${id}/gifts`,
      `PATCH /donors/${id}`,
      `POST /gifts/${recorded.id}/receipt`,
    ])
      assert.equal(
        (
          await edit(
            request,
            request.startsWith("PATCH")
              ? { name: "Back" }
              : request.startsWith("POST")
                ? {}
                : undefined,
          )
        ).status,
        410,
      );
    assert.deepEqual((await edit("GET /donors")).body, []);
    assert.deepEqual(
      { ...db.prepare("SELECT amount_cents, reference FROM gift").get() },
      { amount_cents: 100, reference: null },
    );
    assert.equal(verifyAudit(db).seq, 3);
  });

  it("is gone from the files, too", (t) => {
    const folder = mkdtempSync(join(tmpdir(), "donors-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const db = openDatabase(join(folder, "donors.db"));
    const inFiles = (text: string) =>
      readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(text));

    const { id } = createDonor(db, "kim", { ...person });
    assert.ok(inFiles(person.name));
    eraseDonor(db, "kim", id);
    for (const text of Object.values(person)) assert.ok(!inFiles(text), text);
    db.close();
  });

  it("is never logged, whatever happens", async () => {
    const { app, db, log, as } = await startService();
    const edit = as("editor");
    const { id } = (await edit("POST /donors", person)).body;
    await edit("POST /donors/search", { email: person.email });
    await edit(`PATCH /donors/${id}`, { ...person, email: person.name });
    await edit(`GET /donors?after=${encodeURIComponent(person.email)}`);
    await edit(`GET /${person.email}`);
    await app.inject({
      method: "POST",
      url: "/donors",
      headers: { authorization: "Bearer editor-token", "content-type": "application/json" },
      payload: `{"name": "${person.name}`,
    });
    db.exec("DROP TABLE gift");
    const broken = await edit(`POST /donors/${id}/gifts`, {
      amountCents: 100,
      currency: "USD",
      receivedOn: "2026-01-02",
      reference: person.name,
    });
    assert.equal(broken.status, 500);

    const text = log.join("");
    assert.match(text, /request failed/);
    assert.match(text, /"route":"\/donors\/:id"/);
    for (const value of [
      ...Object.values(person),
      encodeURIComponent(person.email),
      "editor-token",
    ])
      assert.ok(!text.includes(value), `${value} is in the log`);
  });
});
