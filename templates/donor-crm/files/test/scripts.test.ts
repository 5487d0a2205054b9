import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { hashToken } from "../src/access.ts";
import { openDatabase } from "../src/database.ts";
import { createDonor } from "../src/donors.ts";

const SCRIPTS = join(import.meta.dirname, "../scripts");
const folder = mkdtempSync(join(tmpdir(), "donors-"));
const DATABASE = join(folder, "donors.db");
after(() => rmSync(folder, { recursive: true }));

const run = (database: string, script: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(SCRIPTS, script), ...args], {
    env: { ...process.env, DATABASE: database },
    encoding: "utf8",
  });

test("a token is made whose hash is the one to write down", () => {
  const { stdout } = run(DATABASE, "token.ts", "kim", "steward");
  const [, token = "", hash] = /\n {2}(\S+)\n.*\n {2}kim steward (\S+)\n/.exec(stdout) ?? [];
  assert.equal(hashToken(token), hash);
  assert.equal(run(DATABASE, "token.ts", "kim", "owner").status, 2);
});

test("a backup is whole, and the audit log is checked in it and in the original", () => {
  const db = openDatabase(DATABASE);
  createDonor(db, "kim", { name: "Ada", email: null, phone: null, address: null });
  const backup = join(folder, "backups", "monday.db");
  assert.match(run(DATABASE, "backup.ts", backup).stdout, /sound, audit log whole up to entry 1/);

  const noted = /\d+:[0-9a-f]{64}/.exec(run(DATABASE, "audit.ts").stdout)?.[0] ?? "";
  assert.equal(run(DATABASE, "audit.ts", noted).status, 0);

  db.exec("DROP TRIGGER audit_is_never_changed; UPDATE audit SET actor = 'eve'");
  db.close();
  const tampered = run(DATABASE, "audit.ts");
  assert.equal(tampered.status, 1);
  assert.match(tampered.stderr, /entry 1 is not what was written/);
  assert.equal(run(backup, "audit.ts", noted).status, 0);
});
