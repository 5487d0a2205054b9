import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Service, Serving } from '../../controlPlane/http/serveHttp.ts';
import { httpOptions } from '../../controlPlane/settings/options.ts';
import { Settings } from '../../controlPlane/settings/settings.ts';
import { gatewayTo } from '../testGateway.ts';
import { serveGateway } from './serveHttp.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const OPTIONS = httpOptions(
  new Settings({
    args: ['--http', '127.0.0.1:0'],
    environment: { HEADY_CONTROL_PLANE_TOKEN: 'a'.repeat(32) },
    readFile: () => '',
  }),
);

/** Listens at ports as a test wants it. */
function listeners() {
  const ports: number[] = [];
  let lose = (_error: Error) => {};
  const stop = vi.fn(async () => {});
  const serve = async ({ listen }: typeof OPTIONS, _service: Service): Promise<Serving> => {
    ports.push(listen.port);
    const lost = new Promise<Error>((resolve) => {
      lose = resolve;
    });
    return { url: new URL('http://127.0.0.1:4711/mcp'), port: 4711, lost, stop };
  };
  return { ports, stop, serve, lose: (error: Error) => lose(error) };
}

test('a listener that is lost listens again where it was', async () => {
  const { ports, serve, lose, stop } = listeners();
  const { gateway } = gatewayTo({});
  const serving = await serveGateway(OPTIONS, gateway, serve);
  lose(new Error('too many open files'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ports).toEqual([0, 4711]);
  expect(stop).toHaveBeenCalledTimes(1);
  await serving.stop();
  expect(stop).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(ports).toHaveLength(2);
});

test('one that cannot listen at first says so, and is not tried behind its back', async () => {
  const { gateway } = gatewayTo({});
  const serve = vi.fn(async () => {
    throw new Error('the port is taken');
  });
  await expect(serveGateway(OPTIONS, gateway, serve)).rejects.toThrow('the port is taken');
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(serve).toHaveBeenCalledTimes(1);
});
