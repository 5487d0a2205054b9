import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { startHttp, TOKEN } from './httpProcess.ts';
import { HTTP_PEERS, PEERS } from './peers.ts';
import { temporaryFolder } from './process.ts';

const database = () => join(temporaryFolder(), 'catalog.db');

describe.each(PEERS)('the metrics of the control plane, to $title', ({ connect }) => {
  it('say what is registered now, and complete their environment', async () => {
    const peer = await connect(database());
    await peer.call('catalog_register', { manifest: service('dev-health-a') });
    expect(await peer.read('heady://metrics/dev')).toEqual({
      environment: 'dev',
      entries: [{ kind: 'Service', vertical: 'health', count: 1 }],
      metrics: [],
    });
    await expect(peer.read('heady://metrics/moon')).rejects.toThrow(/not found/i);
    const template = 'heady://metrics/{env}';
    expect(await peer.complete({ template }, { name: 'env', value: 'pr' })).toEqual(['prod']);
  });

  it('refuse what cannot be asked, and say what can', async () => {
    const peer = await connect(database());
    const ask = (args: object) => peer.call('metrics_query', { metric: 'heady_mcp_calls', ...args });
    expect(await ask({})).toMatchObject({
      structuredContent: { unit: 'calls', aggregation: 'sum', step: 60, series: [], truncated: false },
      text: expect.stringContaining('Nothing was measured of heady_mcp_calls'),
    });
    const refusals: [object, RegExp][] = [
      [{ metric: 'nothing' }, /no metric nothing.*heady_mcp_calls/],
      [{ metric: 'toString' }, /no metric toString/],
      [{ source: 'prometheus', metric: 'up' }, /--prometheus-url/],
      [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, /ends before it begins/],
      [{ from: 'yesterday' }, /from/],
      [{ aggregation: 'median' }, /aggregation/],
      [{ step: 0 }, /step/],
    ];
    for (const [args, message] of refusals) {
      expect(await ask(args)).toMatchObject({ isError: true, text: expect.stringMatching(message) });
    }
  });
});

describe('the metrics of a control plane over HTTP', () => {
  it('are kept when it ends, and read from a Prometheus where it has one', async () => {
    const prometheus = createServer((_, response) => {
      const values = [[1_750_000_000, '0.5']];
      const result = [{ metric: { __name__: 'up', job: 'billing' }, values }];
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
    });
    await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      prometheus.close();
      prometheus.closeAllConnections();
    });
    const { port } = prometheus.address() as AddressInfo;
    const path = database();
    const node = { database: path, args: ['--node', 'one', '--prometheus-url', `http://127.0.0.1:${port}`] };
    const [{ connect } = expect.fail('no peer')] = HTTP_PEERS;
    const first = await startHttp(node);
    const peer = await connect(first.url, TOKEN);
    await peer.call('catalog_register', { manifest: service('dev-health-a') });
    const up = await peer.call('metrics_query', { source: 'prometheus', metric: 'up' });
    expect(up.structuredContent).toMatchObject({
      series: [{ labels: { job: 'billing' }, points: [{ at: '2025-06-15T15:06:40.000Z', value: 0.5 }] }],
    });
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    const again = await connect((await startHttp(node)).url, TOKEN);
    const query = async (metric: string, rest = {}) => {
      const { structuredContent } = await again.call('metrics_query', { metric, ...rest });
      return structuredContent as { series: { labels: object; points: { value: number }[] }[] };
    };
    const calls = await query('heady_mcp_calls', { labels: { what: 'catalog_register' } });
    expect(calls.series).toMatchObject([
      { labels: { node: 'one', what: 'catalog_register', outcome: 'done' }, points: [{ value: 1 }] },
    ]);
    expect((await query('heady_node_memory_bytes')).series[0]?.points[0]?.value).toBeGreaterThan(1e6);
    expect((await query('heady_catalog_entries', { environment: 'dev' })).series).toMatchObject([
      { environment: 'dev', labels: { kind: 'Service', vertical: 'health' }, points: [{ value: 1 }] },
    ]);
    const { metrics } = (await again.read('heady://metrics/none')) as { metrics: { metric: string }[] };
    expect(metrics.map(({ metric }) => metric)).toContain('heady_mcp_call_seconds');
  });
});
