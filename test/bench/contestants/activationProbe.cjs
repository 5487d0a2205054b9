// Runs inside VS Code's extension host, as its "tests": waits until Heady is active, then keeps what VS Code itself
// measured ("Developer: Startup Performance").
const { writeFileSync } = require('node:fs');
const { commands, extensions, window, workspace } = require('vscode');

const PATIENCE_MS = 30_000;

exports.run = async () => {
  const heady = extensions.all.find(({ packageJSON }) => packageJSON.name === 'heady');
  await until(() => heady.isActive);
  await commands.executeCommand('perfview.show');
  const report = await until(() => {
    const documents = [window.activeTextEditor?.document, ...workspace.textDocuments];
    return documents.map((document) => document?.getText()).find((text) => text?.includes(heady.id));
  });
  writeFileSync(process.env.HEADY_BENCH_REPORT, report);
};

async function until(answer) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = answer();
    if (found) return found;
    if (Date.now() > end) throw new Error(`No answer within ${PATIENCE_MS / 1000} s: ${answer}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}
