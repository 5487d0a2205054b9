import { commands, type Disposable, ProgressLocation, type QuickPickItem, window } from 'vscode';
import { EnvironmentSignInMethods } from '../../../server/src/protocol/environmentSignIn.ts';
import type { EnvironmentInfo } from '../../../server/src/protocol/environments.ts';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { CatalogService } from '../catalog/catalogService.ts';
import { reportFailures, wordsOf } from '../failures.ts';
import type { SignInStore } from '../mcp/signIn/signInStore.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentIn, environmentLabels } from './environments.ts';
import type { TokenStore } from './tokenStore.ts';
import { originsOf, tokenIn, tokenProblem } from './tokens.ts';

interface Parts {
  server: HeadyServer;
  environments: EnvironmentService;
  catalog: CatalogService;
  /** Pasted ones. */
  tokens: TokenStore;
  /** What the user got in a browser. */
  signIns: SignInStore;
}

/** The commands that sign in to an environment's control plane and out of it again. */
export function registerSignIn(parts: Parts): Disposable[] {
  const { server, environments, catalog, tokens, signIns } = parts;
  const choose = async (target: unknown, verb: string, among: (info: EnvironmentInfo) => boolean) => {
    const infos = await server.request(Methods.environments, {});
    const own = infos.filter(({ controlPlaneUrls }) => controlPlaneUrls.length > 0);
    const suited = own.filter(among);
    const named = environmentIn(target);
    if (named) return tellUnless(suited, named, verb);
    if (suited.length === 0) await tellThatNoneIs(own.length, verb);
    return suited.length > 1 ? await pick(suited, verb, environments.current) : suited[0];
  };
  return [
    commands.registerCommand('heady.environment.signIn', (target?: unknown) =>
      reportFailures('You are not signed in', async () => {
        const info = await choose(target, 'sign in to', () => true);
        if (info && (await signInInBrowser(info, parts)) === 'token') await pasteToken(info, tokens);
      }),
    ),
    commands.registerCommand('heady.environment.signOut', (target?: unknown) =>
      reportFailures('You are still signed in', async () => {
        const isSignedIn = ({ controlPlaneUrls }: EnvironmentInfo) =>
          originsOf(controlPlaneUrls).some((origin) => tokens.isSignedIn(origin)) ||
          controlPlaneUrls.some((url) => signIns.has(url));
        const info = await choose(target, 'sign out of', isSignedIn);
        if (!info) return;
        const { name: environment } = info;
        if (info.controlPlaneUrls.some((url) => signIns.has(url)))
          await server.request(EnvironmentSignInMethods.signOut, { environment });
        await tokens.signOut(originsOf(info.controlPlaneUrls));
        void window.showInformationMessage(`You are signed out of ${environmentLabels[environment]}.`);
      }),
    ),
    tokens.onDidChange(() => server.notify(Methods.tokensChanged)),
    signIns.onDidChange(() => {
      // Of a window that is connected the sign-in was renewed: it reads that when it needs it.
      const isOut = catalog.controlPlanes.some(({ state }) => state === 'signedOut' || state === 'expired');
      if (isOut) server.notify(Methods.tokensChanged);
    }),
  ];
}

/**
 * Has the user sign in, in their browser, where the control plane says where one does.
 *
 * @returns `token` where it takes a token instead, or the user would rather paste one
 */
async function signInInBrowser(
  { name: environment, auth, controlPlaneUrls }: EnvironmentInfo,
  { server, tokens }: Parts,
): Promise<'done' | 'token'> {
  if (auth === 'bearer') return 'token';
  const label = environmentLabels[environment];
  const options = {
    location: ProgressLocation.Notification,
    title: `Sign in to ${label}, in your browser.`,
    cancellable: true,
  };
  const outcome = await window.withProgress(options, async (_, token) => {
    try {
      return (await server.request(EnvironmentSignInMethods.signIn, { environment }, token)).outcome;
    } catch (cause) {
      return token.isCancellationRequested ? 'cancelled' : { failed: wordsOf(cause) };
    }
  });
  if (typeof outcome === 'object') {
    const paste = 'Paste a Token';
    const choice = await window.showErrorMessage(`You are not signed in: ${outcome.failed}`, paste);
    return choice === paste ? 'token' : 'done';
  }
  if (outcome === 'token') return 'token';
  if (outcome === 'signedIn') {
    // It would be sent instead.
    await tokens.signOut(originsOf(controlPlaneUrls));
    void window.showInformationMessage(`You are signed in to ${label}.`);
  }
  return 'done';
}

async function pasteToken({ name, controlPlaneUrls }: EnvironmentInfo, tokens: TokenStore): Promise<void> {
  const origins = originsOf(controlPlaneUrls);
  const pasted = await window.showInputBox({
    title: `Heady: Sign In to ${environmentLabels[name]}`,
    prompt: `Token for ${origins.join(', ')}. It is kept in the editor's secret storage and sent there alone.`,
    placeHolder: 'Bearer token',
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' ? undefined : tokenProblem(value)),
  });
  if (pasted === undefined || tokenProblem(pasted)) return;
  await tokens.signIn(origins, tokenIn(pasted));
}

function tellUnless(suited: readonly EnvironmentInfo[], name: EnvironmentName, verb: string) {
  const info = suited.find((each) => each.name === name);
  if (!info) void tellThatNoneIs(0, verb, environmentLabels[name]);
  return info;
}

/** @param own how many environments have a control plane of their own */
async function tellThatNoneIs(own: number, verb: string, label?: string): Promise<void> {
  const openSettings = 'Open Settings';
  const message =
    own > 0
      ? 'You are signed in to no environment.'
      : `There is nothing to ${verb}: ${label ?? 'every environment'} is registered in the control plane built into Heady. An Environment manifest or the setting heady.environments can name another one.`;
  const choice = await window.showInformationMessage(message, ...(own > 0 ? [] : [openSettings]));
  if (choice === openSettings)
    await commands.executeCommand('workbench.action.openSettings', 'heady.environments');
}

async function pick(infos: readonly EnvironmentInfo[], verb: string, current: EnvironmentName) {
  const items = infos.map((info): QuickPickItem & { info: EnvironmentInfo } => ({
    info,
    label: environmentLabels[info.name],
    ...(info.name === current ? { description: '(current)' } : {}),
    detail: originsOf(info.controlPlaneUrls).join(', '),
  }));
  // The first is the one that Enter takes.
  items.sort((a, b) => Number(b.info.name === current) - Number(a.info.name === current));
  return (await window.showQuickPick(items, { title: `Heady: which environment to ${verb}?` }))?.info;
}
