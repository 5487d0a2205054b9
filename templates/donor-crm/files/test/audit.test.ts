import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, it } from "node:test";
import { auditEntries, audited, auditHead, verifyAudit } from "../src/audit.ts";
import { all, openDatabase, run } from "../src/database.ts";

const record = (entity: string) => ({
  actor: "kim",
  action: "donor.created",
  donorId: entity,
  entity,
  fields: ["name"],
});

describe("the audit log", () => {
  let db: DatabaseSync;

  beforeEach(() => {
    db = openDatabase(":memory:");
    for (const entity of ["a", "b", "c"]) audited(db, record(entity), () => {});
  });

  it("is whole as it is written", () => {
    assert.deepEqual(verifyAudit(db), auditEntries(db).at(-1));
    assert.equal(verifyAudit(db).seq, 3);
  });

  it("is whole when it is empty", () => {
    assert.equal(verifyAudit(openDatabase(":memory:")).seq, 0);
  });

  it("refuses to be changed or shortened", () => {
    assert.throws(() => run(db, "UPDATE audit SET actor = 'eve'"), /append-only/);
    assert.throws(() => run(db, "DELETE FROM audit WHERE seq = 3"), /append-only/);
  });

  describe("in the hands of somebody who can write to the file", () => {
    beforeEach(() =>
      db.exec("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened"),
    );

    it("shows a changed entry", () => {
      run(db, "UPDATE audit SET actor = 'eve' WHERE seq = 2");
      assert.throws(() => verifyAudit(db), /entry 2 is not what was written/);
    });

    it("shows a missing entry", () => {
      run(db, "DELETE FROM audit WHERE seq = 2");
      assert.throws(() => verifyAudit(db), /entry 2 is missing/);
    });

    it("shows that its end was cut off, to whom has noted the newest entry", () => {
      const noted = auditHead(db);
      run(db, "DELETE FROM audit WHERE seq = 3");
      assert.equal(verifyAudit(db).seq, 2);
      assert.throws(() => verifyAudit(db, noted), /entry 3 is not the one that was noted/);
    });

    it("shows that it was written anew, to whom has noted an entry", () => {
      const noted = auditHead(db);
      run(db, "DELETE FROM audit");
      for (const entity of ["a", "x", "c"]) audited(db, record(entity), () => {});
      assert.equal(verifyAudit(db).seq, 3);
      assert.throws(() => verifyAudit(db, noted), /entry 3 is not the one that was noted/);
    });
  });

  it("holds nothing of a change that failed", () => {
    const change = () => {
      run(db, "INSERT INTO donor (id, name, created_at) VALUES ('d', 'Ada', 'now')");
      throw new Error("no");
    };
    assert.throws(() => audited(db, record("d"), change), /no/);
    assert.equal(auditHead(db).seq, 3);
    assert.deepEqual(all(db, "SELECT id FROM donor"), []);
  });

  it("keeps a change from happening that it cannot record", () => {
    db.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no space'); END",
    );
    const change = () =>
      run(db, "INSERT INTO donor (id, name, created_at) VALUES ('d', 'Ada', 'now')");
    assert.throws(() => audited(db, record("d"), change), /no space/);
    assert.deepEqual(all(db, "SELECT id FROM donor"), []);
  });
});
