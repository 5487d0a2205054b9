import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Prometheus } from './prometheus.ts';

type Answer = (form: URLSearchParams, response: ServerResponse, request: IncomingMessage) => void;

/** A server that speaks as much of Prometheus' API as is asked of it. */
async function serve(answer: Answer): Promise<URL> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    answer(new URLSearchParams(body), response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/prometheus`);
}

const json = (value: unknown): Answer => {
  return (_, response) => void response.end(JSON.stringify(value));
};

const query = {
  metric: 'http_requests',
  environment: 'prod',
  labels: { path: 'a"b\\c\n}' },
  from: 1_000_000,
  to: 1_600_000,
  step: 60_000,
  aggregation: 'max',
} as const;

describe('Prometheus', () => {
  it('is asked for a metric with its labels over time, and its numbers are read', async () => {
    const asked: object[] = [];
    const values = [
      [1_000, '1.5'],
      [1_060, 'NaN'],
      [1_120, '+Inf'],
      [1_180, '2'],
    ];
    const metric = { __name__: 'http_requests', environment: 'prod' };
    const url = await serve((form, response, { url: path, method }) => {
      asked.push({ path, method, ...Object.fromEntries(form) });
      json({ status: 'success', data: { resultType: 'matrix', result: [{ metric, values }] } })(
        form,
        response,
        {} as IncomingMessage,
      );
    });
    expect(await new Prometheus(url).query(query)).toEqual({
      step: 60_000,
      isCut: false,
      lines: [
        {
          metric: 'http_requests',
          labels: { environment: 'prod' },
          points: [
            { at: 1_000_000, value: 1.5 },
            { at: 1_180_000, value: 2 },
          ],
        },
      ],
    });
    const expression = 'max_over_time(http_requests{path="a\\"b\\\\c\\n}",environment="prod"}[60s])';
    const times = { start: '1000', end: '1600', step: '60' };
    expect(asked).toEqual([
      { path: '/prometheus/api/v1/query_range', method: 'POST', query: expression, ...times },
    ]);
  });

  it('is not asked for more points and lines than there may be', async () => {
    const result = Array.from({ length: 60 }, (_, i) => ({ metric: { i: `${i}` }, values: [] }));
    const url = await serve(json({ status: 'success', data: { result } }));
    const found = await new Prometheus(url).query({ ...query, to: query.from + 10_000_000, step: 1 });
    expect([found.lines.length, found.isCut, found.step]).toEqual([50, true, Math.ceil(10_000_000 / 499)]);
  });

  it.each<[why: string, Answer, message: RegExp]>([
    [
      'refuses',
      json({ status: 'error', errorType: 'bad_data', error: 'parse error' }),
      /refused: parse error/,
    ],
    ['is something else', (_, response) => void response.end('<html>'), /Is it a Prometheus\?/],
    ['speaks differently', json({ status: 'success', data: { result: [{ metric: 1 }] } }), /none of its API/],
    ['hangs up', (_, response) => void response.destroy(), /cannot be reached/],
    [
      'sends elsewhere',
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /cannot be reached/,
    ],
    ['says too much', (_, response) => void response.end('x'.repeat(10_000_001)), /too long/],
  ])('that %s is said to', async (_, answer, message) => {
    await expect(new Prometheus(await serve(answer)).query(query)).rejects.toThrow(message);
  });

  it('that does not answer is not waited for', async () => {
    const url = await serve(() => {});
    await expect(new Prometheus(url, 200).query(query)).rejects.toThrow(/did not answer within 0.2 s/);
  });

  it('is asked for nothing but metrics', async () => {
    const prometheus = new Prometheus(new URL('http://127.0.0.1:1/'));
    await expect(prometheus.query({ ...query, metric: 'a}[1m]) or vector(1' })).rejects.toThrow(
      /no name of a metric/,
    );
    await expect(prometheus.query({ ...query, labels: { 'a="b",c': 'd' } })).rejects.toThrow(
      /no name of a label/,
    );
  });
});
