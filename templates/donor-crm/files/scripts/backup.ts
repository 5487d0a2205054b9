import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { verifyAudit } from "../src/audit.ts";
import { databasePath } from "../src/config.ts";

// npm run backup -- <file>: a copy of one moment, taken while the service runs. Copying the file itself would miss the WAL.
const [target] = process.argv.slice(2);
if (!target) {
  console.error("Usage: npm run backup -- <file>");
  process.exit(2);
}
process.umask(0o077); // nobody else reads it, not even while it is written
mkdirSync(dirname(target), { recursive: true });
await backup(new DatabaseSync(databasePath(process.env), { readOnly: true }), target);

const copy = new DatabaseSync(target, { readOnly: true });
const sound = copy.prepare("PRAGMA integrity_check").get()?.integrity_check === "ok";
if (!sound) throw new Error(`${target} is damaged: take another backup`);
const { seq } = verifyAudit(copy);
console.log(`${target}: sound, audit log whole up to entry ${seq}`);
