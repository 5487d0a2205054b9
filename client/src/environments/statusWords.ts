import type { ControlPlaneStatus } from '../../../server/src/protocol/controlPlane.ts';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import { controlPlaneWords } from '../catalog/controlPlaneWords.ts';
import { environmentLabels, environmentSummaries } from './environments.ts';
import { folderWords } from './switchTargets.ts';

export interface TooltipWords {
  markdown: string;
  /** The state of the control plane in a sentence, for who does not see the tooltip. */
  state: string;
  /** Commands that the links in it run. */
  commands: string[];
}

/**
 * What the status bar's tooltip says of an environment.
 *
 * @param status of its control plane; undefined while nothing is known of that
 * @param folders all of the workspace, where each has an environment of its own
 */
export function tooltipWords(
  name: EnvironmentName,
  status: ControlPlaneStatus | undefined,
  now: Date,
  folders: readonly { name: string; environment: EnvironmentName }[] = [],
): TooltipWords {
  const { text, detail, action } = controlPlaneWords(status ?? { state: 'starting' }, false, now);
  const state = status ? `${text}. ${capitalized(detail)}`.trim() : 'The control plane is not known yet.';
  const args = encodeURIComponent(JSON.stringify(action.arguments ?? []));
  const link = status ? ` [${action.title}](command:${action.command}?${args})` : '';
  const where = status?.environment ? '' : ' It is the one built into Heady.';
  const markdown = [
    `**Heady environment: ${environmentLabels[name]}**`,
    `${environmentSummaries[name]}.`,
    `${plain(state)}${status?.state === 'connected' ? where : ''}${link}`,
    ...(folders.length > 0 ? [`Here: ${plain(folderWords(folders))}.`] : []),
    'It picks the catalog, and the severity of manifests that name no environment. Click to switch.',
  ].join('\n\n');
  return { markdown, state, commands: [action.command] };
}

/** Codicon that stands beside the environment while its control plane is not connected; empty: all is well. */
export function stateIcon(status: ControlPlaneStatus | undefined): string {
  switch (status?.state) {
    case 'offline':
      return 'debug-disconnect';
    case 'signedOut':
    case 'expired':
      return 'key';
    default:
      return '';
  }
}

function capitalized(text: string): string {
  return text.replace(/^as of/, 'What is shown is as of').replace(/^n/, 'N');
}

/** Host names come from manifests: they shall not be read as markup. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()<>#!|]/g, '\\$&');
}
