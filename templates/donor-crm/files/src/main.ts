import { buildApp } from "./app.ts";
import { auditHead } from "./audit.ts";
import { type Config, readConfig } from "./config.ts";
import { openDatabase } from "./database.ts";
import { logger } from "./logger.ts";

let config: Config;
try {
  config = readConfig(process.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(78); // EX_CONFIG: starting again will not help
}

const db = openDatabase(config.database);
const app = await buildApp({ db, tokens: config.tokens, logger: logger(config.logLevel) });

let stopping = false;
/** Lets requests under way finish, then closes the database. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return;
  stopping = true;
  app.log.info({ signal }, "stopping");
  await app.close();
  db.close();
  app.log.info("stopped");
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

// Where logs are kept on another machine, this is a note of the audit log out of reach of whoever can write here.
app.log.info(auditHead(db), "audit head");
await app.listen({ host: config.host, port: config.port });
