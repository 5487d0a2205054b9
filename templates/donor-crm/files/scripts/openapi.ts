import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { buildApp } from "../src/app.ts";
import { openDatabase } from "../src/database.ts";

const app = await buildApp({ db: openDatabase(":memory:"), tokens: new Map() });
writeFileSync(new URL("../openapi.yaml", import.meta.url), stringify(app.swagger()));
await app.close();
