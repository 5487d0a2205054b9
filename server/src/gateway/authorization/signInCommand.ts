import { SettingsError } from '../../controlPlane/settings/settings.ts';
import type { Gateway } from '../gateway.ts';
import { type GatewayArguments, gatewayArguments } from '../options.ts';
import type { Upstream } from '../upstream.ts';
import { openBrowser } from './openBrowser.ts';
import { signInToServer, signOutOfServer } from './signInToServer.ts';

const SIGN_IN_USAGE = `heady gateway sign-in: sign in to a server behind the gateway, in your browser.

usage: heady gateway sign-in  SERVER [--no-browser] [--env NAME] [--manifests GLOB] [--allow-address ADDR]
       heady gateway sign-out SERVER [--env NAME] [--manifests GLOB]

  SERVER         name of a server that is reached over HTTP
  --no-browser   only print where to sign in; the browser has to be on this machine

What you get is kept in a file that you alone can read, and is sent to that server only. With
HEADY_CONTROL_PLANE_SECRETS_KEY it is sealed there. A running gateway takes it over when the server is next used.
`;

/** `heady gateway sign-in` and `sign-out`. @returns exit code */
export async function signInCommand(
  verb: 'sign-in' | 'sign-out',
  args: readonly string[],
  gatewayOf: (options: GatewayArguments) => Promise<Gateway>,
): Promise<number> {
  const options = gatewayArguments(args);
  if (options.help) {
    process.stdout.write(SIGN_IN_USAGE);
    return 0;
  }
  const { server, isShown } = signInArguments(options.others);
  const gateway = await gatewayOf(options);
  try {
    const upstream = serverNamed(server, gateway.upstreams);
    if (verb === 'sign-out') return await signOut(gateway, upstream);
    return await signIn(gateway, upstream, isShown);
  } finally {
    await gateway.close();
  }
}

async function signIn({ signIns, dialler }: Gateway, upstream: Upstream, isShown: boolean): Promise<number> {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  process.once('SIGINT', cancel);
  const open = async (url: URL) => {
    const isOpen = isShown && (await openBrowser(url));
    const what = isOpen ? 'Your browser was asked to show' : 'Sign in, in a browser on this machine, at';
    process.stdout.write(`${what}\n\n  ${url.href}\n\nWaiting for it. Ctrl+C cancels.\n`);
  };
  try {
    await signInToServer(upstream, { signIns, dialler, open, signal: stop.signal });
    process.stdout.write(`You are signed in to ${upstream.name}.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`heady gateway: ${error.message}\n`);
    return 1;
  } finally {
    process.off('SIGINT', cancel);
  }
}

async function signOut({ signIns }: Gateway, upstream: Upstream): Promise<number> {
  const was = await signOutOfServer(upstream, signIns);
  process.stdout.write(
    was ? `You are signed out of ${upstream.name}.\n` : `You were not signed in to ${upstream.name}.\n`,
  );
  return 0;
}

/** @throws SettingsError */
function signInArguments(args: readonly string[]): { server: string; isShown: boolean } {
  const names = args.filter((each) => each !== '--no-browser');
  const unknown = names.find((each) => each.startsWith('-'));
  if (unknown !== undefined) throw new SettingsError(`${unknown}: there is no such option.`);
  const [server, ...more] = names;
  if (server === undefined || more.length > 0) throw new SettingsError('Name one server.');
  return { server, isShown: names.length === args.length };
}

/** @throws SettingsError */
function serverNamed(server: string, upstreams: readonly Upstream[]): Upstream {
  const found = upstreams.find(({ name }) => name === server);
  if (found) return found;
  const names = upstreams.map(({ name }) => name).join(', ');
  throw new SettingsError(
    `There is no server "${server}" here. ${names === '' ? 'No manifest tells of one.' : `There are: ${names}.`}`,
  );
}
