import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { hashToken } from "../src/access.ts";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const NO_SIGTERM = process.platform === "win32" && "Windows has no SIGTERM";
const folder = mkdtempSync(join(tmpdir(), "donors-"));
const DATABASE = join(folder, "donors.db");
const TOKENS = `kim editor ${hashToken("a token")}`;
const env = { ...process.env, DATABASE, TOKENS, PORT: "0", LOG_LEVEL: "info" };
after(() => rmSync(folder, { recursive: true }));

test("the service answers on its port, and ends by itself", { skip: NO_SIGTERM }, async (t) => {
  const child = spawn(process.execPath, [MAIN], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const messages: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const { msg } = JSON.parse(line);
    messages.push(msg);
    const address = /http:\/\/\S+/.exec(msg)?.[0];
    if (!address) continue;
    assert.equal((await fetch(`${address}/readyz`)).status, 200);
    assert.equal((await fetch(`${address}/donors`)).status, 401);
    child.kill("SIGTERM");
  }
  if (child.exitCode === null) await once(child, "exit");
  assert.equal(child.exitCode, 0);
  assert.equal(messages[0], "audit head");
  assert.equal(messages.at(-1), "stopped");
  assert.ok(existsSync(DATABASE));
});

test("the service does not start without anybody to let in", () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN], {
    env: { ...env, TOKENS: "" },
    encoding: "utf8",
  });
  assert.equal(status, 78);
  assert.match(stderr, /TOKENS/);
});
