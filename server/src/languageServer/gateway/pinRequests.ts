import type { Connection } from 'vscode-languageserver';
import type { ServerParams } from '../../protocol/gateway.ts';
import {
  type DecidePinsParams,
  GatewayPinMethods,
  PinMethods,
  type PinnedThing,
} from '../../protocol/gatewayPins.ts';
import type { Asking } from './asking.ts';

/** Answers what the editor asks of pins, by the running gateway: it alone writes them. */
export function listenForPins(connection: Connection, asking: Asking): void {
  connection.onRequest(PinMethods.list, (params: ServerParams, token) =>
    asking.ask(GatewayPinMethods.list, params, token),
  );
  connection.onRequest(PinMethods.review, (params: PinnedThing, token) =>
    asking.ask(GatewayPinMethods.review, params, token),
  );
  connection.onRequest(PinMethods.decide, (params: DecidePinsParams, token) =>
    asking.change(GatewayPinMethods.decide, params, token),
  );
}
