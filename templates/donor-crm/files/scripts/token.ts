import { randomBytes } from "node:crypto";
import { hashToken, parseTokens } from "../src/access.ts";

// npm run token -- <name> <role>
const [name = "", role = ""] = process.argv.slice(2);
const token = randomBytes(32).toString("base64url");
const line = `${name} ${role} ${hashToken(token)}`;
try {
  parseTokens(line);
} catch {
  console.error("Usage: npm run token -- <name> reader|editor|steward");
  process.exit(2);
}
console.log(
  `For ${name}, shown only now:\n  ${token}\nFor TOKENS, or the file TOKENS_FILE:\n  ${line}`,
);
