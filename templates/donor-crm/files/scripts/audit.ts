import { DatabaseSync } from "node:sqlite";
import { verifyAudit } from "../src/audit.ts";
import { databasePath } from "../src/config.ts";

// npm run audit [-- <seq>:<hash>]: reads the whole log; with an entry noted earlier, nothing before it can have changed.
const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(process.argv[2] ?? "") ?? [];
if (process.argv[2] && !hash) {
  console.error("Usage: npm run audit [-- <seq>:<hash>]");
  process.exit(2);
}
const db = new DatabaseSync(databasePath(process.env), { readOnly: true });
try {
  const head = verifyAudit(db, seq && hash ? { seq: Number(seq), hash } : undefined);
  console.log(
    `The audit log is whole. Keep this elsewhere and give it to the next check:\n  ${head.seq}:${head.hash}`,
  );
} catch (error) {
  console.error(
    `The audit log was tampered with: ${error instanceof Error ? error.message : error}.`,
  );
  process.exitCode = 1;
}
