import { join } from 'node:path';
import type { Environment } from '../../manifest/document.ts';
import { visible } from '../hygiene/invisible.ts';
import type { PinKind } from './definition.ts';
import type { FirstSight } from './firstSight.ts';
import type { OrganisationPins } from './organisationPins.ts';
import { type PinNews, Pins } from './pins.ts';
import { PINS_FILE, PinsFile } from './pinsFile.ts';

/** What people call what is pinned, one and several. */
export const WORDS: Readonly<Record<PinKind, readonly [one: string, several: string]>> = {
  tools: ['tool', 'tools'],
  prompts: ['prompt', 'prompts'],
  templates: ['resource template', 'resource templates'],
  server: ['text', 'texts'],
};

const NEWS: Readonly<Record<PinNews['state'], string>> = {
  new: 'offered to nobody until approved',
  changed: 'not what was approved any more, offered to nobody until approved again',
  reworded: 'with another title or description than was approved; clients go on being shown that',
  rejected: 'rejected, offered to nobody',
  missing: 'approved, and not offered any more',
};

/** More are counted. */
const MAX_NAMED = 8;

/** Where people try things out, what is seen first is believed; further on somebody has to have looked. */
export function firstSightIn(environment: Environment): FirstSight {
  return environment === 'dev' || environment === 'test' ? 'trust' : 'ask';
}

/**
 * @param trouble told where pins cannot be read or kept
 * @param news told of what needs a person, in plain words
 * @param organisation what it decided, which comes first
 */
export async function workspacePins(
  folder: string,
  firstSight: FirstSight,
  trouble: (message: string) => void,
  news: (message: string, server: string) => void,
  organisation: OrganisationPins,
): Promise<Pins> {
  const file = new PinsFile(join(folder, PINS_FILE));
  return await Pins.load({
    ...{ file, firstSight, organisation, onTrouble: trouble },
    onNews: (all) => {
      for (const text of textsOf(all)) news(text, all[0]?.server ?? '');
    },
  });
}

/** One text for each state, as what is seen together was mostly done together. */
function textsOf(news: readonly PinNews[]): string[] {
  const states = [...new Set(news.map(({ state }) => state))];
  return states.map((state) => {
    const those = news.filter((each) => each.state === state);
    const { server = '', kind = 'tools' } = those[0] ?? {};
    const [one, several] = WORDS[kind];
    const names = those.slice(0, MAX_NAMED).map(({ name }) => `"${visible(name)}"`);
    const others = those.length > MAX_NAMED ? ` and ${those.length - MAX_NAMED} more` : '';
    const flags = those.flatMap(({ name, flags }) =>
      flags.map(({ message }) => ` "${visible(name)}": ${message}`),
    );
    const what = `${those.length > 1 ? several : one} ${names.join(', ')}${others}`;
    return `"${server}": ${what}: ${NEWS[state]}.${flags.join('')} See: heady gateway pins diff --server ${server}`;
  });
}
