import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { parse } from "yaml";
import { startService } from "./helpers.ts";

it("openapi.yaml is what the service does (npm run openapi writes it)", async () => {
  const { app } = await startService();
  const file = parse(readFileSync(new URL("../openapi.yaml", import.meta.url), "utf8"));
  assert.deepEqual(file, JSON.parse(JSON.stringify(app.swagger())));
});
