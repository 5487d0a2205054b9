import assert from "node:assert/strict";
import { beforeEach, describe, it, test } from "node:test";
import organisation from "../organisation.json" with { type: "json" };
import { formatMoney } from "../src/receipts.ts";
import { startService } from "./helpers.ts";

const gift = { amountCents: 2500, currency: "USD", receivedOn: "2026-03-09" };

test("amounts are written in the units of their currency", () => {
  for (const [currency, amount] of Object.entries({ USD: 25.5, JPY: 2550 })) {
    const format = new Intl.NumberFormat(organisation.locale, { style: "currency", currency });
    assert.equal(formatMoney({ amountCents: 2550, currency }), format.format(amount));
  }
});

describe("gifts", () => {
  let edit: ReturnType<Awaited<ReturnType<typeof startService>>["as"]>;
  let donor: string;

  beforeEach(async () => {
    edit = (await startService()).as("editor");
    donor = (await edit("POST /donors", { name: "Ada", email: "ada@example.org" })).body.id;
  });

  it("count towards a pledge", async () => {
    const promise = { amountCents: 6000, currency: "USD", dueOn: "2026-12-31" };
    const pledge = (await edit(`POST /donors/${donor}/pledges`, promise)).body;
    assert.equal(pledge.givenCents, 0);
    for (const amountCents of [2500, 3500])
      await edit(`POST /donors/${donor}/gifts`, { ...gift, amountCents, pledgeId: pledge.id });
    assert.deepEqual((await edit(`GET /donors/${donor}/pledges`)).body, [
      { ...pledge, givenCents: 6000 },
    ]);
    assert.equal((await edit(`GET /donors/${donor}/gifts`)).body.length, 2);
  });

  it("count towards no pledge of others, nor one in another currency", async () => {
    const other = (await edit("POST /donors", { name: "Grace" })).body.id;
    const promise = { amountCents: 6000, currency: "USD", dueOn: "2026-12-31" };
    const pledgeId = (await edit(`POST /donors/${other}/pledges`, promise)).body.id;
    assert.equal((await edit(`POST /donors/${donor}/gifts`, { ...gift, pledgeId })).status, 409);
    assert.equal(
      (await edit(`POST /donors/${other}/gifts`, { ...gift, currency: "EUR", pledgeId })).status,
      409,
    );
  });

  it("are recorded once, however often the bank tells", async () => {
    assert.equal(
      (await edit(`POST /donors/${donor}/gifts`, { ...gift, reference: "B-1" })).status,
      201,
    );
    assert.equal(
      (await edit(`POST /donors/${donor}/gifts`, { ...gift, reference: "B-1" })).status,
      409,
    );
    assert.equal((await edit(`GET /donors/${donor}/gifts`)).body.length, 1);
  });

  it("are more than nothing and come on a day that exists", async () => {
    assert.equal(
      (await edit(`POST /donors/${donor}/gifts`, { ...gift, amountCents: 0 })).status,
      400,
    );
    assert.equal(
      (await edit(`POST /donors/${donor}/gifts`, { ...gift, amountCents: 0.5 })).status,
      400,
    );
    assert.equal(
      (await edit(`POST /donors/${donor}/gifts`, { ...gift, receivedOn: "2026-02-30" })).status,
      400,
    );
  });

  it("are thanked for, under one number", async () => {
    const { id } = (await edit(`POST /donors/${donor}/gifts`, gift)).body;
    const letter = (await edit(`POST /gifts/${id}/receipt`, {})).body;
    assert.match(letter.text, /^Dear Ada,\n/);
    for (const part of [formatMoney(gift), organisation.name, organisation.receiptNote])
      assert.ok(letter.text.includes(part), part);
    assert.deepEqual((await edit(`POST /gifts/${id}/receipt`, {})).body, letter);
    assert.equal((await edit(`GET /donors/${donor}/gifts`)).body[0].receiptNumber, letter.number);

    const next = (await edit(`POST /donors/${donor}/gifts`, gift)).body;
    assert.equal((await edit(`POST /gifts/${next.id}/receipt`, {})).body.number, letter.number + 1);
  });

  it("are thanked for only the way that the donor agreed to", async () => {
    const { id } = (await edit(`POST /donors/${donor}/gifts`, gift)).body;
    const thank = async (channel: string) =>
      (await edit(`POST /gifts/${id}/receipt`, { channel })).status;
    assert.equal(await thank("email"), 409);

    const consents = [{ channel: "email", granted: true, source: "paper form" }];
    await edit(`PUT /donors/${donor}/wishes`, { doNotContact: false, consents });
    assert.equal(await thank("email"), 200);
    assert.equal(await thank("post"), 409);

    await edit(`PUT /donors/${donor}/wishes`, { doNotContact: true, consents });
    assert.equal(await thank("email"), 409);
  });
});
