import type { DatabaseSync } from "node:sqlite";
import { type AuditEntry, auditEntries, audited } from "./audit.ts";
import { run } from "./database.ts";
import { type Donor, getDonor } from "./donors.ts";
import { type Gift, giftsOf, type Pledge, pledgesOf } from "./gifts.ts";

export interface DonorExport {
  readonly donor: Donor;
  readonly gifts: Gift[];
  readonly pledges: Pledge[];
  /** Including the entry of this very export. */
  readonly audit: AuditEntry[];
}

/** All that is kept about a person. Who took it out of the system is logged like a change. */
export function exportDonor(db: DatabaseSync, actor: string, id: string): DonorExport {
  const donor = getDonor(db, id);
  audited(db, { actor, action: "donor.exported", donorId: id, entity: id, fields: [] }, () => {});
  return {
    donor,
    gifts: giftsOf(db, id),
    pledges: pledgesOf(db, id),
    audit: auditEntries(db, { donorId: id }),
  };
}

/**
 * Erases all that tells who a person is. Gifts, pledges and receipts keep their amounts and dates, as the law on books
 * asks, under an id that leads to nobody.
 */
export function eraseDonor(db: DatabaseSync, actor: string, id: string): void {
  getDonor(db, id);
  const fields = ["name", "email", "phone", "address", "consents", "references"];
  audited(db, { actor, action: "donor.erased", donorId: id, entity: id, fields }, () => {
    run(
      db,
      `UPDATE donor SET name = NULL, email = NULL, phone = NULL, address = NULL, do_not_contact = 1, erased_at = ?
       WHERE id = ?`,
      new Date().toISOString(),
      id,
    );
    run(db, "DELETE FROM consent WHERE donor_id = ?", id);
    run(db, "UPDATE gift SET reference = NULL WHERE donor_id = ?", id);
  });
  // The log that SQLite writes ahead still holds the old pages: fold it in and empty it now.
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}
