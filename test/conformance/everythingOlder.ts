// The everything server over a transport that the protocol has given up, or never had: --sse or --websocket. Listens on loopback
// and says where on standard error. Speaks the revision before 2026-07-28 only, as such servers do.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acceptSockets, type Connect, sseListener } from '../contract/gateway/legacyTransports.ts';
import { everythingServer } from './everythingServer.ts';

const connect: Connect = (transport) => everythingServer().connect(transport as never);
const isSse = process.argv.includes('--sse');
const http = isSse ? createServer(sseListener(connect)) : createServer();
if (!isSse) acceptSockets(http, connect);
http.listen(0, '127.0.0.1', () => {
  process.stderr.write(
    `${JSON.stringify({ msg: 'listening', port: (http.address() as AddressInfo).port })}\n`,
  );
});
