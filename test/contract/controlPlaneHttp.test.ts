import { describe, expect, it, onTestFinished } from 'vitest';
import { ControlPlaneClient } from '../../server/src/catalog/controlPlaneClient.ts';
import { fetchKnowledge, remoteControlPlane } from '../../server/src/catalog/controlPlaneHttp.ts';
import { service } from '../../server/src/controlPlane/testing.ts';
import { startHttp, TOKEN } from './controlPlaneHttpProcess.ts';

describe('a control plane over HTTP', () => {
  it('is registered with, and asked once for all it knows', async () => {
    const { url } = await startHttp();
    const client = new ControlPlaneClient({ makeLink: remoteControlPlane(url, TOKEN) });
    onTestFinished(() => client.dispose());
    await client.start();
    expect(client.status.state).toBe('connected');
    expect(await client.register(service('prod-health-billing'))).toMatchObject({ outcome: 'created' });
    expect(client.entry('Service', 'prod-health-billing', 'prod').state).toBe('known');
    const knowledge = await fetchKnowledge(url, TOKEN);
    expect(knowledge.reached).toBe('known');
    expect([...knowledge.entries()].map(({ name }) => name)).toEqual(['prod-health-billing']);
  });

  it('is not known without its token, nor where nobody listens', async () => {
    const { url } = await startHttp();
    await expect(fetchKnowledge(url, undefined)).rejects.toThrow();
    await expect(fetchKnowledge(url, 'another')).rejects.toThrow();
    await expect(fetchKnowledge(new URL('http://127.0.0.1:1/mcp'), TOKEN)).rejects.toThrow();
  });
});
