import type { Plain } from '../../manifest/tree.ts';
import { redacted } from '../../rules/security/redacted.ts';
import type { Call } from '../access/call.ts';
import { plainText } from '../access/plainText.ts';
import type { Principal } from '../access/principal.ts';
import type { AuditEvent, AuditLog } from '../store/auditLog.ts';

/** What was done, as whoever does it can tell; the rest the call tells. Nothing secret: it is kept as it is. */
export type Deed = Pick<AuditEvent, 'target' | 'environment' | 'vertical' | 'outcome' | 'details'>;

/** Of a target, in UTF-16 units: URIs are longer than the names in them. Other texts have `plainText`'s limit. */
const LONGEST_TARGET = 1_000;

/** Texts of a list in a record's details, at most. */
const LONGEST_LIST = 100;

/** How a principal is named wherever it is kept what was done. */
export function actorOf({ subject }: Principal): string {
  return plainText(subject);
}

/** Writes down who did what. */
export class Auditor {
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #node: string;

  /** @param node the name of this one */
  constructor(log: Pick<AuditLog, 'append'>, node: string) {
    this.#log = log;
    this.#node = node;
  }

  /**
   * The record of a deed, to be kept in the transaction of the write that does it. Whatever came from outside is cut
   * and cleaned, so that a record has bounds and is one line wherever it is shown.
   */
  eventOf({ action, principal, role, correlation, approved }: Call, deed: Deed): AuditEvent {
    const { details, target, vertical, ...rest } = deed;
    const told = { ...(details as object | undefined), ...(approved ? { approved: true } : {}) };
    return {
      actor: actorOf(principal),
      ...(role === undefined ? {} : { role }),
      action,
      node: this.#node,
      correlation,
      ...rest,
      ...(target === undefined ? {} : { target: plainText(target, LONGEST_TARGET) }),
      ...(vertical === undefined ? {} : { vertical: plainText(vertical) }),
      ...(Object.keys(told).length ? { details: plain(told as Plain) } : {}),
    };
  }

  /** Keeps the record of a deed that writes nothing else; resolves when it survives a crash. */
  async record(call: Call, deed: Deed): Promise<void> {
    await this.#log.append([this.eventOf(call, deed)]);
  }
}

/** What people say for the record may hold what they did not mean to. */
function plain(value: Plain): Plain {
  if (typeof value === 'string') return redacted(plainText(value));
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [plainText(key), plain(each)]));
}
