import type { Call } from '../access/call.ts';
import { plainText } from '../access/plainText.ts';
import type { Principal } from '../access/principal.ts';
import type { AuditEvent, AuditLog } from '../store/auditLog.ts';

/** What was done, as whoever does it can tell; the rest the call tells. Nothing secret: it is kept as it is. */
export type Deed = Pick<AuditEvent, 'target' | 'environment' | 'vertical' | 'outcome' | 'details'>;

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

  /** The record of a deed, to be kept in the transaction of the write that does it. */
  eventOf({ action, principal, role, correlation, approved }: Call, deed: Deed): AuditEvent {
    const { details, ...rest } = deed;
    const told = { ...(details as object | undefined), ...(approved ? { approved: true } : {}) };
    return {
      actor: actorOf(principal),
      ...(role === undefined ? {} : { role }),
      action,
      node: this.#node,
      correlation,
      ...rest,
      ...(Object.keys(told).length ? { details: told } : {}),
    };
  }

  /** Keeps the record of a deed that writes nothing else; resolves when it survives a crash. */
  async record(call: Call, deed: Deed): Promise<void> {
    await this.#log.append([this.eventOf(call, deed)]);
  }
}
