#!/usr/bin/env node
// `npm start`: builds Heady and opens it on a workspace, in the editor of this machine or in a browser.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { findDesktopEditor, hasDisplay } from './host/desktop.mjs';
import { linkExtension } from './host/linkExtension.mjs';
import { serveVscode } from './host/serve.mjs';
import { cacheFolder, provisionVscodeServer } from './host/vscodeServer.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const help = `Opens Heady on a sample workspace: in VS Code, Windsurf or VSCodium where one is installed,
else VS Code is served to a browser on this machine, at 127.0.0.1 only.

usage: npm start -- [options]

  --folder PATH  open this folder (default: samples/heady-systems)
  --browser      serve to a browser, even where an editor is installed
  --port N       serve at this port (default: a free one)
  --no-open      print the address, open no browser
  --help         this text

Ctrl-C stops it.`;

const options = readOptions(process.argv.slice(2));
try {
  if (options.help) console.log(help);
  else await start(options);
} catch (cause) {
  console.error(cause.message);
  process.exit(1);
}

async function start({ folder, browser, port, open }) {
  await build();
  const editor = !browser && port === undefined && hasDisplay() ? findDesktopEditor() : undefined;
  if (editor) openDesktop(editor, folder);
  else await serve(folder, port, open);
}

function openDesktop({ name, path }, folder) {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  // Electron refuses to run as root in its sandbox or on root's own profile.
  if (process.getuid?.() === 0)
    args.push('--no-sandbox', `--user-data-dir=${join(cacheFolder(), 'desktop')}`);
  console.log(`Opening ${folder} in ${name} ...`);
  const windows = process.platform === 'win32';
  const quoted = windows ? args.map((arg) => `"${arg}"`) : args;
  const child = spawn(windows ? `"${path}"` : path, quoted, { stdio: 'inherit', shell: windows });
  child.on('error', (cause) =>
    fail(1, `${name} could not be started: ${cause.message}\nUse npm start -- --browser instead.`),
  );
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

async function serve(folder, port, open) {
  const vscode = await provisionVscodeServer();
  const dataFolder = join(cacheFolder(), 'browser');
  await linkExtension(dataFolder);
  const server = await serveVscode({ vscode, dataFolder, port });
  let stopping = false;
  const stop = async () => {
    // Whoever presses Ctrl-C twice is in a hurry; the server notices that this process is gone.
    if (stopping) process.exit(1);
    stopping = true;
    await server.stop();
    console.log('\nStopped.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

  const address = `${server.origin}/?folder=${encodeURI(pathToFileURL(folder).pathname)}`;
  console.log(`\nHeady runs in VS Code, in your browser:\n\n  ${address}\n\nCtrl-C stops it.`);
  if (open && hasDisplay()) openBrowser(address);
  await server.exited;
  if (!stopping) fail(1, `The VS Code server ended by itself. Its log: ${join(dataFolder, 'server.log')}`);
}

/** Opens the address where the desktop opens addresses; whether it can is no concern of the server. */
function openBrowser(address) {
  const [command, ...args] = {
    darwin: ['open', address],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', address],
  }[process.platform] ?? ['xdg-open', address];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function readOptions(args) {
  const { values } = parse(args);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    fail(2, `--port takes a number from 1 to 65535, not ${values.port}.`);
  }
  // npm moves to the project's folder; a path is meant from where it was typed.
  const folder = resolve(process.env.INIT_CWD ?? '.', values.folder);
  if (!existsSync(folder)) fail(2, `--folder: there is no ${folder}.`);
  if (!statSync(folder).isDirectory()) fail(2, `--folder: ${folder} is not a folder.`);
  return { folder, port, open: !values['no-open'], browser: values.browser, help: values.help };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        folder: { type: 'string', default: join(root, 'samples', 'heady-systems') },
        browser: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    return fail(2, `${cause.message}\nnpm start -- --help lists the options.`);
  }
}

function fail(code, message) {
  console.error(message);
  process.exit(code);
}
