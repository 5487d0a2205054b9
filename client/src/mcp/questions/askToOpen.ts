import {
  type CancellationToken,
  commands,
  env,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
} from 'vscode';
import type { Asker } from '../../../../server/src/protocol/gatewayQuestions.ts';
import { plainWords } from '../plainWords.ts';
import { addressOf } from './address.ts';
import type { Elicited } from './askForm.ts';
import { askPick } from './inputs.ts';

/**
 * Shows where a server wants a person to go, all of it, and opens it once they say so.
 *
 * @param params of MCP's `elicitation/create` in the mode `url`
 * @throws {Error} where that is nothing that can be opened
 */
export async function askToOpen(
  asker: Asker,
  { url, message }: Readonly<Record<string, unknown>>,
  token: CancellationToken,
): Promise<Elicited> {
  const address = addressOf(url);
  if (!address) throw new Error('What it wants opened is no address of a web page.');
  const { host, pieces, doubts } = address;
  const open: QuickPickItem = {
    label: `Open ${host}`,
    description: 'in your browser',
    iconPath: new ThemeIcon('link-external'),
  };
  const copy: QuickPickItem = { label: 'Copy the address', iconPath: new ThemeIcon('copy') };
  const decline: QuickPickItem = { label: 'Decline', iconPath: new ThemeIcon('circle-slash') };
  const separator = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const rows = (texts: readonly string[], icon: string): QuickPickItem[] =>
    texts.map((label) => ({ label: label.replaceAll('$(', '$\u200B('), iconPath: new ThemeIcon(icon) }));
  const items = [
    open,
    copy,
    decline,
    ...(doubts.length > 0 ? [separator('Think twice'), ...rows(doubts, 'warning')] : []),
    separator('Where it leads'),
    ...rows([host], 'globe'),
    separator('The whole address'),
    ...rows(pieces, 'blank'),
  ];
  for (;;) {
    const reply = await askPick(
      { title: `${asker.server} asks you to open a page at ${host}`, token },
      {
        placeholder: plainWords(message),
        items,
        chosen: [doubts.length > 0 ? decline : open],
        several: false,
      },
    );
    if (reply.is === 'declined') return { action: 'decline' };
    const [picked] = reply.is === 'answered' ? reply.value : [];
    if (!picked) return { action: 'cancel' };
    if (picked === decline) return { action: 'decline' };
    if (picked === copy) await env.clipboard.writeText(String(url));
    if (picked !== open) continue;
    // As a text: as a Uri it would be written anew, with other escapes than the server's.
    await commands.executeCommand('vscode.open', String(url));
    return { action: 'accept' };
  }
}
