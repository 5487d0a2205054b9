import { afterEach, describe, expect, it, vi } from 'vitest';
import { SessionIds, type SessionOpening } from './sessionId.ts';

const OPENING: SessionOpening = {
  subject: 'olga',
  protocolVersion: '2025-11-25',
  capabilities: { elicitation: {} },
  clientInfo: { name: 'ünïcode', version: '1' },
};

afterEach(() => void vi.useRealTimers());

describe('SessionIds', () => {
  const ids = new SessionIds(new Uint8Array(32).fill(1), 1_000);

  it('say what a session was opened with, to whoever has the key', () => {
    const id = ids.seal(OPENING);
    expect(id).toMatch(/^[\x21-\x7e]+$/);
    expect(new SessionIds(new Uint8Array(32).fill(1), 5).open(id)).toMatchObject(OPENING);
    expect(new SessionIds(new Uint8Array(32).fill(2), 1_000).open(id)).toBeUndefined();
    expect(ids.seal(OPENING)).not.toBe(id);
  });

  it('are good for their time', () => {
    vi.useFakeTimers();
    const id = ids.seal(OPENING);
    vi.advanceTimersByTime(999);
    expect(ids.open(id)).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(ids.open(id)).toBeUndefined();
  });

  it('are not believed where anything of them was changed', () => {
    const id = ids.seal(OPENING);
    const [text = '', mac = ''] = id.split('.');
    const changed = Buffer.from(JSON.stringify({ ...OPENING, subject: 'mallory', expiresAt: 9e15 }));
    for (const made of [
      '',
      '.',
      text,
      `${text}.`,
      `.${mac}`,
      `${text}A.${mac}`,
      `${changed.toString('base64url')}.${mac}`,
      'x'.repeat(10_000),
    ]) {
      expect(ids.open(made)).toBeUndefined();
    }
  });
});
