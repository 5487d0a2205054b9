import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { audited } from "./audit.ts";
import { all, one, run } from "./database.ts";
import { HttpProblem } from "./problems.ts";

export const CHANNELS = ["email", "phone", "post"] as const;
export type Channel = (typeof CHANNELS)[number];

/** What is known of a person. */
export interface Profile {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

export interface Consent {
  readonly channel: Channel;
  readonly granted: boolean;
  /** Where the person said so: "paper form", "phone call". */
  readonly source: string;
  readonly recordedAt: string;
}

export interface Donor extends Profile {
  readonly id: string;
  /** Outweighs every consent. */
  readonly doNotContact: boolean;
  readonly createdAt: string;
  readonly consents: Consent[];
}

type DonorRow = Omit<Donor, "doNotContact" | "consents"> & { doNotContact: number };
const COLUMNS =
  "id, name, email, phone, address, do_not_contact AS doNotContact, created_at AS createdAt";

export function createDonor(db: DatabaseSync, actor: string, profile: Profile): Donor {
  const id = randomUUID();
  const fields = Object.entries(profile).flatMap(([field, value]) =>
    value === null ? [] : [field],
  );
  audited(db, { actor, action: "donor.created", donorId: id, entity: id, fields }, () =>
    run(
      db,
      "INSERT INTO donor (id, name, email, phone, address, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      profile.name,
      profile.email,
      profile.phone,
      profile.address,
      new Date().toISOString(),
    ),
  );
  return getDonor(db, id);
}

/** Throws 404 where there is no such person, 410 where they were erased. */
export function getDonor(db: DatabaseSync, id: string): Donor {
  const row = one<DonorRow & { erasedAt: string | null }>(
    db,
    `SELECT ${COLUMNS}, erased_at AS erasedAt FROM donor WHERE id = ?`,
    id,
  );
  if (!row) throw new HttpProblem(404, "There is no such donor.");
  const { erasedAt, ...donor } = row;
  if (erasedAt) throw new HttpProblem(410, `The data of this donor was erased at ${erasedAt}.`);
  return complete(db, donor);
}

/** Up to `limit` people whose id comes after `after`. */
export function listDonors(db: DatabaseSync, after: string, limit: number): Donor[] {
  return all<DonorRow>(
    db,
    `SELECT ${COLUMNS} FROM donor WHERE id > ? AND erased_at IS NULL ORDER BY id LIMIT ?`,
    after,
    limit,
  ).map((row) => complete(db, row));
}

export function findDonorsByEmail(db: DatabaseSync, email: string): Donor[] {
  return all<DonorRow>(
    db,
    `SELECT ${COLUMNS} FROM donor WHERE email = ? COLLATE NOCASE ORDER BY id`,
    email,
  ).map((row) => complete(db, row));
}

export function updateDonor(
  db: DatabaseSync,
  actor: string,
  id: string,
  changes: Partial<Profile>,
): Donor {
  const profile = { ...getDonor(db, id), ...changes };
  const record = {
    actor,
    action: "donor.updated",
    donorId: id,
    entity: id,
    fields: Object.keys(changes),
  };
  audited(db, record, () =>
    run(
      db,
      "UPDATE donor SET name = ?, email = ?, phone = ?, address = ? WHERE id = ?",
      profile.name,
      profile.email,
      profile.phone,
      profile.address,
      id,
    ),
  );
  return getDonor(db, id);
}

export interface Wishes {
  readonly doNotContact: boolean;
  readonly consents: readonly Omit<Consent, "recordedAt">[];
}

/** Records what a person wants, in place of what was recorded before. */
export function recordWishes(db: DatabaseSync, actor: string, id: string, wishes: Wishes): Donor {
  getDonor(db, id);
  const fields = ["doNotContact", ...wishes.consents.map((consent) => consent.channel)];
  audited(db, { actor, action: "donor.wishes", donorId: id, entity: id, fields }, () => {
    run(db, "UPDATE donor SET do_not_contact = ? WHERE id = ?", Number(wishes.doNotContact), id);
    run(db, "DELETE FROM consent WHERE donor_id = ?", id);
    for (const { channel, granted, source } of wishes.consents)
      run(
        db,
        "INSERT INTO consent (donor_id, channel, granted, source, recorded_at) VALUES (?, ?, ?, ?, ?)",
        id,
        channel,
        Number(granted),
        source,
        new Date().toISOString(),
      );
  });
  return getDonor(db, id);
}

/** Ask this before anything is sent. */
export function mayContact(donor: Donor, channel: Channel): boolean {
  return (
    !donor.doNotContact &&
    donor.consents.some((consent) => consent.channel === channel && consent.granted)
  );
}

function complete(db: DatabaseSync, row: DonorRow): Donor {
  const consents = all<Omit<Consent, "granted"> & { granted: number }>(
    db,
    "SELECT channel, granted, source, recorded_at AS recordedAt FROM consent WHERE donor_id = ? ORDER BY channel",
    row.id,
  );
  return {
    ...row,
    doNotContact: row.doNotContact === 1,
    consents: consents.map((consent) => ({ ...consent, granted: consent.granted === 1 })),
  };
}
