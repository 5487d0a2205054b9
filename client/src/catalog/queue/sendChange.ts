import {
  ChangeMethods,
  type Promotion,
  type Unavailable,
} from '../../../../server/src/protocol/entryChanges.ts';
import type { RegisterResult } from '../../../../server/src/protocol/register.ts';
import { Methods } from '../../../../server/src/protocol.ts';
import type { RequestName, Requests } from '../../server/requests.ts';
import { findingLines } from '../registration.ts';
import type { WantedChange } from './queuedChange.ts';

/** What came of a change. */
export interface Sent {
  /** `away`: nobody was asked, or none answered; `locked`: the environment is read-only. */
  outcome: 'done' | 'conflict' | 'refused' | 'away' | 'locked';
  message: string;
  /** Of a conflict: the version that is registered by now, where one is. */
  version?: number;
  /** Of the conflict of a promotion: both versions that are registered by now. */
  promotion?: Promotion;
  /** Of a refusal: it can be had all the same, by whoever says so. */
  canForce?: boolean;
}

/** How the language server is asked. */
export type Ask = <M extends RequestName>(
  method: M,
  params: Requests[M]['params'],
) => Promise<Requests[M]['result']>;

/** Asks for a change. @throws {Error} in words for people where the language server does not answer */
export async function sendChange(ask: Ask, change: WantedChange, force = false): Promise<Sent> {
  switch (change.does) {
    case 'register':
      return ofRegistration(await ask(Methods.register, change.params));
    case 'promote':
      return ofPromotion(await ask(ChangeMethods.promote, change.params));
    case 'retire': {
      const answer = await ask(ChangeMethods.retire, { ...change.params, ...(force ? { force } : {}) });
      switch (answer.outcome) {
        case 'retired':
        case 'absent':
          return { outcome: 'done', message: answer.message };
        case 'conflict':
          return { outcome: 'conflict', message: answer.message, ...versionIn(answer) };
        case 'refused': {
          const names = answer.dependants.map(({ kind, name }) => `• ${kind} ${name}`).join('\n');
          return { outcome: 'refused', message: `${answer.message}\n\n${names}`, canForce: true };
        }
        default:
          return ofUnavailable(answer);
      }
    }
  }
}

/** The same change, of what is registered by now. */
export function overwriting(change: WantedChange, { version, promotion }: Sent): WantedChange {
  if (change.does === 'retire')
    return version === undefined ? change : { ...change, params: { ...change.params, ifVersion: version } };
  if (change.does === 'promote') {
    const { targetVersion, sourceVersion = change.params.ifVersion } = promotion ?? {};
    const there = targetVersion === undefined ? {} : { ifTargetVersion: targetVersion };
    return { ...change, params: { ...change.params, ifVersion: sourceVersion, ...there } };
  }
  const { ifVersion: _, ...params } = change.params;
  return { ...change, params: { ...params, ...(version === undefined ? {} : { ifVersion: version }) } };
}

function ofRegistration(result: RegisterResult): Sent {
  const { outcome, message } = result;
  if (outcome === 'unavailable') return { outcome: 'away', message };
  if (outcome === 'refused')
    return { outcome, message: [message, findingLines(result)].filter(Boolean).join('\n\n') };
  if (outcome === 'conflict') return { outcome, message, ...versionIn(result) };
  return { outcome: outcome === 'locked' ? 'locked' : 'done', message };
}

function ofPromotion(answer: Promotion | Unavailable): Sent {
  if ('message' in answer) return ofUnavailable(answer);
  const stops = answer.gates.filter(({ outcome }) => outcome === 'refused' || outcome === 'needs-approval');
  const message = stops.map((gate) => `• ${gate.message}`).join('\n');
  if (answer.outcome === 'promoted' || answer.outcome === 'unchanged') return { outcome: 'done', message };
  if (answer.outcome === 'conflict')
    return {
      outcome: 'conflict',
      message: message || 'Something else is registered by now.',
      promotion: answer,
    };
  return { outcome: 'refused', message: message || 'Not all gates let it pass.' };
}

function ofUnavailable({ outcome, message }: Unavailable): Sent {
  return { outcome: outcome === 'locked' ? 'locked' : 'away', message };
}

function versionIn({ version }: { version?: number }): { version?: number } {
  return version === undefined ? {} : { version };
}
