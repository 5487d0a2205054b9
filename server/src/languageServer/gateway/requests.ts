import type { Connection, WorkDoneProgressParams } from 'vscode-languageserver';
import { type CallToolParams, GatewayMethods, type ServerParams } from '../../protocol/gateway.ts';
import { OverviewMethods } from '../../protocol/gatewayOverview.ts';
import { SignInMethods, SignInRequests } from '../../protocol/gatewaySignIn.ts';
import { Asking } from './asking.ts';
import type { GatewayService } from './gatewayService.ts';
import { listenForItems } from './itemRequests.ts';
import { listenForPins } from './pinRequests.ts';

/** Answers what the editor asks of its gateway. */
export function listenForGateway(connection: Connection, gateway: () => GatewayService): void {
  const asking = new Asking(connection, gateway);
  connection.onRequest(GatewayMethods.status, () => gateway().status);
  connection.onRequest(GatewayMethods.start, () => gateway().start());
  connection.onRequest(GatewayMethods.restart, () => gateway().restart());
  connection.onRequest(GatewayMethods.contents, ({ server }: ServerParams, token) =>
    asking.ask(OverviewMethods.contents, { server }, token).finally(() => gateway().refresh()),
  );
  connection.onRequest(
    GatewayMethods.serverLog,
    async ({ server }: ServerParams, token) =>
      (await asking.ask(OverviewMethods.log, { server }, token)).lines,
  );
  connection.onRequest(GatewayMethods.startServer, ({ server }: ServerParams, token) =>
    asking.change(OverviewMethods.start, { server }, token),
  );
  connection.onRequest(GatewayMethods.stopServer, ({ server }: ServerParams, token) =>
    asking.change(OverviewMethods.stop, { server }, token),
  );
  connection.onRequest(GatewayMethods.readResource, ({ uri }: { uri: string }, token) =>
    asking.ask('resources/read', { uri }, token),
  );
  connection.onRequest(
    GatewayMethods.callTool,
    ({ name, arguments: args, workDoneToken }: CallToolParams & WorkDoneProgressParams, token) => {
      const request = { method: 'tools/call', params: { name, arguments: args } };
      return asking.askReporting(name, request, workDoneToken, token);
    },
  );
  connection.onRequest(SignInRequests.signIn, ({ server }: ServerParams, token) =>
    asking.change(SignInMethods.signIn, { server }, token),
  );
  connection.onRequest(SignInRequests.signOut, ({ server }: ServerParams, token) =>
    asking.ask(SignInMethods.signOut, { server }, token).finally(() => gateway().refresh()),
  );
  listenForItems(connection, asking);
  listenForPins(connection, asking);
}
