import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import {
  type DecidePinsParams,
  GatewayPinMethods,
  type PinChoice,
  type PinDecision,
  type PinItem,
  type PinReview,
  type ServerPinItems,
} from '../../protocol/gatewayPins.ts';
import type { Json } from '../connection/raw.ts';
import type { Gateway } from '../gateway.ts';
import { visible } from '../hygiene/invisible.ts';
import { approve, type Choice, forget, reject } from '../pins/decide.ts';
import { canonical, hashOf, type PinKind } from '../pins/definition.ts';
import { type InventoryItem, itemsOf } from '../registry/inventory.ts';

const EDITS = { approve, reject, forget } as const satisfies Record<PinDecision, unknown>;

type PinnedItem = InventoryItem & { kind: PinKind };

/** What the editor may ask and decide of what the servers' definitions are pinned to. */
export class PinRequests {
  readonly #gateway: Gateway;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** @returns undefined for what is no such request */
  async answer(method: string, params: Json): Promise<Json | undefined> {
    switch (method) {
      case GatewayPinMethods.list:
        return { ...this.#list(String(params.server)) };
      case GatewayPinMethods.review:
        return { ...this.#review(params as unknown as PinChoice) };
      case GatewayPinMethods.decide:
        await this.#decide(params as unknown as DecidePinsParams);
        return {};
      default:
        return undefined;
    }
  }

  #list(server: string): ServerPinItems {
    const trouble = this.#gateway.pins?.trouble;
    return { items: this.#items(server).map(told), ...(trouble === undefined ? {} : { trouble }) };
  }

  #review(thing: PinChoice): PinReview {
    const found = this.#find(thing);
    if (!found) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${nameIt(thing)} is no more.`);
    const { pinned, definition } = found;
    const [approved, offered] = [textOf(found.kind, pinned), textOf(found.kind, definition)];
    return {
      item: told(found),
      ...(approved === undefined ? {} : { approved }),
      ...(offered === undefined ? {} : { offered }),
      extension: found.kind === 'server' ? 'md' : 'json',
    };
  }

  async #decide({ decision, choices }: DecidePinsParams): Promise<void> {
    const { pins } = this.#gateway;
    if (!pins) return;
    const decided = choices.map((choice) => {
      if (decision !== 'reject') this.#refuseOrganisations(choice);
      return this.#seen(choice);
    });
    await pins.decide((set) => EDITS[decision](set, decided));
  }

  /** Nobody decides about what they were not shown. @throws ProtocolError where it is something else by now */
  #seen(choice: PinChoice): Choice {
    const { server, kind, name, hash } = choice;
    const definition = this.#find(choice)?.definition;
    if ((definition && hashOf(definition)) === hash)
      return { server, kind, name, ...(definition ? { definition } : {}) };
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `${nameIt(choice)} changed again since it was shown. Nothing was decided: look at it once more.`,
    );
  }

  /** It would come to nothing. @throws ProtocolError where the organisation has decided */
  #refuseOrganisations(choice: PinChoice): void {
    if (this.#find(choice)?.by === undefined) return;
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `${nameIt(choice)} was decided by your organisation, which comes first. You can reject it; to approve it for everybody: heady gateway pins approve --organisation.`,
    );
  }

  #find({ server, kind, name }: PinChoice): PinnedItem | undefined {
    return this.#items(server).find((item) => item.kind === kind && item.name === name);
  }

  #items(server: string): PinnedItem[] {
    const upstream = this.#gateway.upstreams.find(({ name }) => name === server);
    if (!upstream) {
      const message = `The gateway has no server ${JSON.stringify(server)}.`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
    }
    return itemsOf(this.#gateway, upstream).filter((item): item is PinnedItem => item.kind !== 'resources');
  }
}

function told({ server, kind, name, title, state, definition, flags, by }: PinnedItem): PinItem {
  const hash = definition && hashOf(definition);
  return {
    ...{ server, kind, name },
    ...(title === undefined ? {} : { title: visible(title) }),
    // Without pins everything is as good as approved.
    state: state ?? 'pinned',
    ...(hash === undefined ? {} : { hash }),
    ...(by ? { by } : {}),
    flags: flags.map((flag) => ({ ...flag, where: visible(flag.where), message: visible(flag.message) })),
  };
}

/** For people: keys in order, and nothing hidden. */
function textOf(kind: PinKind, definition: Json | undefined): string | undefined {
  if (!definition) return undefined;
  const text =
    kind === 'server' ? String(definition.instructions) : JSON.stringify(canonical(definition), null, 2);
  return `${visible(text)}\n`;
}

function nameIt({ server, name }: PinChoice): string {
  return `"${visible(name)}" of "${server}"`;
}
