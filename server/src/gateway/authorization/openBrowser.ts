import { spawn } from 'node:child_process';

/** What opens a URL, by system. None of these is a shell: a server chose the URL. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const OTHERS = ['xdg-open'] as const;

/** Shows a page in the user's browser. @returns false where there is none that can be opened from here */
export function openBrowser(url: URL): Promise<boolean> {
  const [command, ...args] = OPENERS[process.platform] ?? OTHERS;
  return new Promise((resolve) => {
    const opener = spawn(command, [...args, url.href], { stdio: 'ignore', detached: true });
    opener.once('error', () => resolve(false));
    opener.once('spawn', () => {
      opener.unref();
      resolve(true);
    });
  });
}
