import { commands, type Disposable, type QuickPickItem, window } from 'vscode';
import { type EnvironmentInfo, type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentIn, environmentLabels } from './environments.ts';
import type { TokenStore } from './tokenStore.ts';
import { originsOf, tokenIn, tokenProblem } from './tokens.ts';

/** The commands that sign in to an environment's control plane and out of it again. */
export function registerSignIn(
  server: HeadyServer,
  environments: EnvironmentService,
  tokens: TokenStore,
): Disposable[] {
  const choose = async (target: unknown, verb: string, among: (origins: string[]) => boolean) => {
    const infos = await server.request(Methods.environments, undefined);
    const own = infos.filter(({ controlPlaneUrls }) => controlPlaneUrls.length > 0);
    const suited = own.filter(({ controlPlaneUrls }) => among(originsOf(controlPlaneUrls)));
    const named = environmentIn(target);
    if (named) return tellUnless(suited, named, verb);
    if (suited.length === 0) await tellThatNoneIs(own.length, verb);
    return suited.length > 1 ? await pick(suited, verb, environments.current) : suited[0];
  };
  return [
    commands.registerCommand('heady.environment.signIn', (target?: unknown) =>
      reportFailures('You are not signed in', async () => {
        const info = await choose(target, 'sign in to', () => true);
        if (!info) return;
        const label = environmentLabels[info.name];
        const origins = originsOf(info.controlPlaneUrls);
        const pasted = await window.showInputBox({
          title: `Heady: Sign In to ${label}`,
          prompt: `Token for ${origins.join(', ')}. It is kept in the editor's secret storage and sent there alone.`,
          placeHolder: 'Bearer token',
          password: true,
          ignoreFocusOut: true,
          validateInput: (value) => (value === '' ? undefined : tokenProblem(value)),
        });
        if (pasted === undefined || tokenProblem(pasted)) return;
        await tokens.signIn(origins, tokenIn(pasted));
      }),
    ),
    commands.registerCommand('heady.environment.signOut', (target?: unknown) =>
      reportFailures('You are still signed in', async () => {
        const isSignedIn = (origins: string[]) => origins.some((origin) => tokens.isSignedIn(origin));
        const info = await choose(target, 'sign out of', isSignedIn);
        if (!info) return;
        await tokens.signOut(originsOf(info.controlPlaneUrls));
        void window.showInformationMessage(`You are signed out of ${environmentLabels[info.name]}.`);
      }),
    ),
    tokens.onDidChange(() => server.notify(Methods.tokensChanged)),
  ];
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
