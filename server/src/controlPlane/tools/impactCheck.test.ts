import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { service, vertical } from '../testing.ts';
import { type TestClient, TestPlane, textOf } from '../testPlane.ts';

let plane: TestPlane;
let vera: TestClient;
beforeEach(async () => {
  plane = await TestPlane.open();
  vera = await plane.connect('vera', 'viewer');
});
afterEach(() => plane.dispose());

describe('impact_check', () => {
  it('says of a text whom it leaves out, where, why, and what to write instead', async () => {
    const text = 'Fine.\n\nAdd it to the blacklist of guests.\n';
    const answer = await vera.call('impact_check', { text });
    expect(answer.structuredContent).toEqual({
      total: 1,
      findings: [
        {
          rule: 'impact/exclusionary-language',
          severity: expect.any(String),
          message: expect.any(String),
          line: 3,
          column: 15,
          start: 21,
          end: 30,
          found: 'blacklist',
          leavesOut: expect.any(String),
          reason: expect.any(String),
          alternatives: expect.arrayContaining([expect.any(String)]),
          source: expect.any(String),
        },
      ],
    });
    expect(textOf(answer)).toMatch(/^\w+: 3:15: .*\[impact\/exclusionary-language\]/);
  });

  it('reads a manifest: its texts, names and criteria', async () => {
    const manifest = service('dev-health-billing', {
      eligibility: [{ id: 'age', attribute: 'age', operator: 'less-than', value: 30, effect: 'allow' }],
    });
    const answer = await vera.ask('impact_check', {
      manifest: { ...manifest, metadata: { ...manifest.metadata, description: 'The master and its slave.' } },
    });
    expect(answer).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'impact/exclusionary-language', path: 'metadata.description' }),
        expect.objectContaining({
          rule: 'impact/protected-attribute',
          path: expect.stringMatching(/^spec\.eligibility\[0\]/),
        }),
      ]),
    });
  });

  it('reads an identifier by its words, and markup not at all', async () => {
    expect(await vera.ask('impact_check', { text: 'user_blacklist_v2', field: 'name' })).toMatchObject({
      total: 1,
    });
    const markdown = 'See\n\n```\nblacklist\n```\n';
    expect(await vera.ask('impact_check', { text: markdown, format: 'markdown' })).toMatchObject({
      total: 0,
    });
    expect(await vera.ask('impact_check', { text: markdown })).toMatchObject({ total: 1 });
  });

  it('goes by the words that a registered vertical adds', async () => {
    const ada = await plane.connect('ada', 'admin');
    const terms = [
      { pattern: 'ticket jumper', alternatives: ['regular visitor'], reason: 'it blames patients' },
    ];
    await ada.register({ ...vertical('health'), spec: { focus: 'Clinics', terms } });
    const text = 'Another ticket jumper came in.';
    expect(await vera.ask('impact_check', { text })).toMatchObject({ total: 0 });
    expect(await vera.ask('impact_check', { text, vertical: 'health' })).toMatchObject({
      findings: [{ found: 'ticket jumper', alternatives: ['regular visitor'] }],
    });
  });

  it('finds what is far down in a paragraph without an end', async () => {
    const text = `${'A plain sentence. '.repeat(3_000)}The blacklist.`;
    const start = text.indexOf('blacklist');
    expect(await vera.ask('impact_check', { text })).toMatchObject({
      findings: [{ start, end: start + 9, line: 1 }],
    });
  });

  it('tells how far it is, and ends when the client gives up', async () => {
    const text = 'A plain paragraph about invoices and receipts.\n\n'.repeat(20_000);
    const stop = new AbortController();
    const told: number[] = [];
    const call = vera.mcp.callTool(
      { name: 'impact_check', arguments: { text } },
      {
        signal: stop.signal,
        onprogress: ({ progress, total }) => {
          told.push(progress / (total ?? 0));
          stop.abort();
        },
      },
    );
    await expect(call).rejects.toThrow();
    expect(told[0]).toBeGreaterThan(0);
    expect(told[0]).toBeLessThan(1);
    await vi.waitFor(() => expect(plane.ended).toContainEqual(['impact_check', 'failed']), {
      timeout: 120_000,
    });
  });

  it('says so where there is nothing, too much, or not one thing to check', async () => {
    expect(textOf(await vera.call('impact_check', { text: '' }))).toMatch(/^Nothing found/);
    for (const args of [{}, { text: 'x', manifest: {} }, { text: 'x'.repeat(1_000_001) }]) {
      expect(await vera.call('impact_check', args)).toMatchObject({ isError: true });
    }
  });
});
