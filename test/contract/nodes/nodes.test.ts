import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import { mcpHeaders } from '../controlPlane/rawHttp.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { CuttingProxy } from '../store/cuttingProxy.ts';
import { PostgresServer } from '../store/postgresServer.ts';
import { CONNECT } from './connection.ts';
import { type Client, editor, type Knowledge, reader, watcher, writer } from './crowd.ts';
import { Ledger } from './ledger.ts';
import { LoadBalancer } from './loadBalancer.ts';
import { Node } from './node.ts';
import { Pulse } from './pulse.ts';

type Sort = 'own' | 'shared' | 'careless' | 'reader' | 'watcher' | 'editor';

const CLIENTS = 200;
/** How many connect at the same time. */
const AT_A_TIME = 25;
/** Of every forty clients. */
const SORTS: readonly Sort[] = [
  ...Array<Sort>(2).fill('own'),
  'shared',
  'careless',
  ...Array<Sort>(20).fill('reader'),
  ...Array<Sort>(15).fill('watcher'),
  'editor',
];

/** COMMITs of one node that are cut, half of them before they take effect. */
const CUTS = 8;

/** Questions of a client that reads no answer: their answers find no room on the way. */
const UNREAD = 40;

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres?.stop());

/** Three nodes, of which the last reaches PostgreSQL through a proxy that can cut its connections. */
async function startNodes() {
  const store = await postgres.emptySchema();
  const proxy = await CuttingProxy.start(postgres.port);
  onTestFinished(() => proxy.stop());
  const balancer = await LoadBalancer.start();
  onTestFinished(() => balancer.stop());
  const proxied = new URL(store);
  proxied.port = String(proxy.port);
  const start = (address: string) => Node.start(address, balancer);
  const nodes = await Promise.all([start(store), start(store), start(proxied.href)]);
  return { store, proxy, nodes, url: balancer.url };
}

/** Those who write or read, and those who follow them: these must stay until they have seen everything. */
async function gather(url: URL) {
  const names = Array.from({ length: CLIENTS }, (_, i) => `${SORTS[i % SORTS.length]}-${i}`);
  const shared = { ledger: new Ledger(), pulse: new Pulse(names) };
  const [working, following] = [new AbortController(), new AbortController()];
  const work = { ...shared, over: working.signal };
  const workers: Client[] = [];
  const followers: Client[] = [];
  const knowledge = new Map<string, Knowledge>();
  const enter = async (name: string, i: number) => {
    const token = await tokenOf('builder', { subject: name });
    const sort = SORTS[i % SORTS.length];
    if (sort === 'editor') {
      const { act, knowledge: known, dispose } = editor(name, url, token, work);
      onTestFinished(dispose);
      knowledge.set(name, known);
      workers.push(act);
      return;
    }
    const connection = await (CONNECT[i % CONNECT.length] ?? CONNECT[0])(url, token);
    onTestFinished(() => connection.close());
    if (sort === 'watcher') {
      const { follow, knowledge: known } = watcher(name, connection, { ...shared, over: following.signal });
      knowledge.set(name, known);
      followers.push(follow);
    } else if (sort === undefined || sort === 'reader') workers.push(reader(name, connection, work));
    else workers.push(writer(name, connection, sort, work));
  };
  for (let i = 0; i < CLIENTS; i += AT_A_TIME) {
    await Promise.all(names.slice(i, i + AT_A_TIME).map((name, k) => enter(name, i + k)));
  }
  const [worked, followed] = [workers, followers].map((clients) => Promise.all(clients.map((act) => act())));
  return {
    ...shared,
    knowledge,
    /** Lets them finish what is under way. */
    stopWorking: async () => {
      working.abort();
      await worked;
    },
    stopFollowing: async () => {
      following.abort();
      await followed;
    },
  };
}

describe(`three nodes on one PostgreSQL, under ${CLIENTS} clients`, () => {
  it('lose nothing, do nothing twice, and keep every watcher told, whatever breaks', {
    timeout: 450_000,
  }, async () => {
    const { store, proxy, nodes, url } = await startNodes();
    const { pulse, ledger, knowledge, stopWorking, stopFollowing } = await gather(url);
    const figures: string[] = [];
    const survive = async (name: string, fault: () => Promise<unknown>) =>
      figures.push(await pulse.survive(name, fault));

    await survive('at the start', async () => {});
    for (const [i, node] of nodes.entries()) {
      await survive(`node ${i + 1} killed`, () => node.kill());
      await node.startAgain();
    }
    await survive('PostgreSQL restarted', () => postgres.restart());
    await survive(`${CUTS} COMMITs cut, and all connections of a node`, async () => {
      for (let i = 0; i < CUTS; i++) await proxy.cutAtNextCommit(i % 2 ? 'before' : 'after');
      proxy.cut();
    });
    await survive('clients that read nothing', async () => {
      for (const node of nodes) await askAndReadNothing(node.url);
    });

    await stopWorking();
    const reopened = await openStore(store, (message) => expect.fail(message));
    onTestFinished(() => reopened.close());
    const versions = await ledger.expectKeptIn(reopened);
    for (const [name, known] of knowledge) {
      const seesAll = () => expect([name, known()]).toEqual([name, versions]);
      await vi.waitFor(seesAll, { timeout: 120_000, interval: 100 });
    }
    await stopFollowing();
    expect(await reopened.audit.verify()).toMatchObject({ valid: true });
    figures.push(`${ledger.acknowledged} writes acknowledged, ${ledger.unknown} not answered`, pulse.figures);
    console.log(figures.join('\n'));
    // Not even those who read nothing keep a node from ending.
    expect(await Promise.all(nodes.map((node) => node.end()))).toEqual([0, 0, 0]);
  });
});

async function askAndReadNothing(url: URL): Promise<void> {
  const headers = {
    ...mcpHeaders(await tokenOf('viewer', { subject: 'reads nothing' })),
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'catalog_search',
  };
  const params = {
    name: 'catalog_search',
    arguments: { limit: 500 },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'mute', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const all = { host: url.host, 'content-length': body.length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(url.port), url.hostname).pause();
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {}); // It is cut off in the end.
  for (let i = 0; i < UNREAD; i++)
    socket.write(`POST ${url.pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
