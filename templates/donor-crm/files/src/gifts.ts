import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { audited } from "./audit.ts";
import { all, one, run } from "./database.ts";
import { type Channel, getDonor, mayContact } from "./donors.ts";
import { HttpProblem } from "./problems.ts";
import { type Letter, thankYou } from "./receipts.ts";

export interface Money {
  /** In the smallest unit of the currency. */
  readonly amountCents: number;
  /** ISO 4217. */
  readonly currency: string;
}

export interface NewGift extends Money {
  /** YYYY-MM-DD. */
  readonly receivedOn: string;
  readonly pledgeId: string | null;
  /** The bank's or payment provider's. */
  readonly reference: string | null;
}

export interface Gift extends NewGift {
  readonly id: string;
  readonly receiptNumber: number | null;
}

export interface NewPledge extends Money {
  /** YYYY-MM-DD. */
  readonly dueOn: string;
}

export interface Pledge extends NewPledge {
  readonly id: string;
  /** What came in for it so far. */
  readonly givenCents: number;
}

const GIFTS = `
  SELECT gift.id, amount_cents AS amountCents, currency, received_on AS receivedOn, pledge_id AS pledgeId, reference,
         receipt.number AS receiptNumber
  FROM gift LEFT JOIN receipt ON receipt.gift_id = gift.id`;

const PLEDGES = `
  SELECT id, amount_cents AS amountCents, currency, due_on AS dueOn,
         (SELECT coalesce(sum(gift.amount_cents), 0) FROM gift WHERE gift.pledge_id = pledge.id) AS givenCents
  FROM pledge`;

/** Throws 409 where the reference was recorded before or the pledge is another donor's or in another currency. */
export function recordGift(db: DatabaseSync, actor: string, donorId: string, gift: NewGift): Gift {
  getDonor(db, donorId);
  const { amountCents, currency, receivedOn, pledgeId, reference } = gift;
  if (reference && one(db, "SELECT 1 FROM gift WHERE reference = ?", reference))
    throw new HttpProblem(409, "A gift with this reference is recorded already.");
  const pledged = "SELECT 1 FROM pledge WHERE id = ? AND donor_id = ? AND currency = ?";
  if (pledgeId && !one(db, pledged, pledgeId, donorId, currency))
    throw new HttpProblem(409, "This donor made no such pledge in this currency.");

  const id = randomUUID();
  const fields = Object.entries(gift).flatMap(([field, value]) => (value === null ? [] : [field]));
  audited(db, { actor, action: "gift.recorded", donorId, entity: id, fields }, () =>
    run(
      db,
      `INSERT INTO gift (id, donor_id, pledge_id, amount_cents, currency, received_on, reference, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      donorId,
      pledgeId,
      amountCents,
      currency,
      receivedOn,
      reference,
      new Date().toISOString(),
    ),
  );
  return { ...gift, id, receiptNumber: null };
}

export function giftsOf(db: DatabaseSync, donorId: string): Gift[] {
  return all<Gift>(db, `${GIFTS} WHERE donor_id = ? ORDER BY received_on, gift.id`, donorId);
}

export function recordPledge(
  db: DatabaseSync,
  actor: string,
  donorId: string,
  pledge: NewPledge,
): Pledge {
  getDonor(db, donorId);
  const id = randomUUID();
  const record = {
    actor,
    action: "pledge.recorded",
    donorId,
    entity: id,
    fields: Object.keys(pledge),
  };
  audited(db, record, () =>
    run(
      db,
      "INSERT INTO pledge (id, donor_id, amount_cents, currency, due_on, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      donorId,
      pledge.amountCents,
      pledge.currency,
      pledge.dueOn,
      new Date().toISOString(),
    ),
  );
  return { ...pledge, id, givenCents: 0 };
}

export function pledgesOf(db: DatabaseSync, donorId: string): Pledge[] {
  return all<Pledge>(db, `${PLEDGES} WHERE donor_id = ? ORDER BY due_on, id`, donorId);
}

/**
 * The letter that thanks for a gift, with its number: given the first time, the same ever after. `channel` is how it goes
 * out; without one it is handed over. Throws 409 where the donor does not want to hear from us that way.
 */
export function issueReceipt(
  db: DatabaseSync,
  actor: string,
  giftId: string,
  channel?: Channel,
): Letter {
  const found = one<{ donorId: string }>(
    db,
    "SELECT donor_id AS donorId FROM gift WHERE id = ?",
    giftId,
  );
  if (!found) throw new HttpProblem(404, "There is no such gift.");
  const donor = getDonor(db, found.donorId);
  if (channel && !mayContact(donor, channel))
    throw new HttpProblem(409, `This donor has not agreed to be contacted by ${channel}.`);

  const record = {
    actor,
    action: "receipt.issued",
    donorId: donor.id,
    entity: giftId,
    fields: ["receipt", ...(channel ? [channel] : [])],
  };
  const gift = audited(db, record, () => {
    run(
      db,
      // Not by a conflict that does nothing: it would use up a number.
      `INSERT INTO receipt (gift_id, issued_at)
       SELECT id, ? FROM gift WHERE id = ? AND NOT EXISTS (SELECT 1 FROM receipt WHERE gift_id = gift.id)`,
      new Date().toISOString(),
      giftId,
    );
    return one<Gift & { receiptNumber: number }>(db, `${GIFTS} WHERE gift.id = ?`, giftId);
  });
  if (!gift) throw new Error("a gift is gone that was there a moment ago");
  return thankYou(donor, gift);
}
