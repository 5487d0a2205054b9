// Finds a Chromium on this machine and starts it without a window.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const installed = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((base) => [
      join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};

/** As long as a busy machine may need. */
const START_WITHIN_MS = 300_000;

/** The flags under which VS Code runs in a container, offline, as root. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium, Chrome or Edge: `$CHROMIUM_PATH`, else the usual places, else PATH.
 *
 * @throws {Error} naming what to install when there is none
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, but there is no such file.`);
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...(installed[process.platform] ?? []), ...onPath].find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    'No Chromium, Chrome or Edge found; the tests in a real VS Code need one. Install it (Debian and Ubuntu: ' +
      'apt-get install chromium; macOS: brew install --cask chromium) or set CHROMIUM_PATH to one.',
  );
}

/** Launch options for playwright-core. */
export function browserOptions() {
  // Signals end this process as they end any other, and the browser with it: playwright's handlers would only do the latter.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return { executablePath: findChromium(), args: flags, timeout: START_WITHIN_MS, ...signals };
}

/** Starts the browser found. */
export function launchBrowser() {
  return chromium.launch(browserOptions());
}
