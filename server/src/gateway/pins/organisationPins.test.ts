import { expect, test } from 'vitest';
import type { Json } from '../connection/raw.ts';
import { hashOf, type PinKind } from './definition.ts';
import { type OrganisationPin, OrganisationPins } from './organisationPins.ts';

const READ = { name: 'read', description: 'Reads.', inputSchema: { type: 'object' } };
const REWORDED = { ...READ, description: 'Reads a file.' };
const CHANGED = { ...READ, inputSchema: { type: 'object', required: ['path'] } };

let seconds = 0;
function pin(
  definition: Json,
  decision: OrganisationPin['decision'] = 'approved',
  kind: PinKind = 'tools',
): OrganisationPin {
  const name = kind === 'server' ? 'instructions' : String(definition.name);
  const decidedAt = new Date(seconds++ * 1_000).toISOString();
  return { kind, name, hash: hashOf(definition) ?? '', decision, decidedAt, definition };
}

function decided(...pins: OrganisationPin[]): OrganisationPins {
  const organisation = new OrganisationPins();
  organisation.take('files', pins);
  return organisation;
}

test('what nobody decided about is the workspace’s to decide', () => {
  expect(decided().judge('files', 'tools', READ)).toBeUndefined();
  expect(decided(pin(READ)).judge('memory', 'tools', READ)).toBeUndefined();
  expect(decided(pin(READ)).judge('files', 'prompts', READ)).toBeUndefined();
  expect(decided(pin(READ)).judge('files', 'tools', { ...READ, name: 'write' })).toBeUndefined();
});

test('what was approved of a name is all that goes by it', () => {
  const organisation = decided(pin(READ));
  const by = 'organisation';
  expect(organisation.judge('files', 'tools', { ...READ })).toEqual({
    ...{ state: 'pinned', by, offered: READ, pinned: READ },
  });
  expect(organisation.judge('files', 'tools', CHANGED)).toEqual({ state: 'changed', by, pinned: READ });
  // In other words it goes on in those that were approved.
  expect(organisation.judge('files', 'tools', REWORDED)).toEqual({
    ...{ state: 'reworded', by, offered: READ, pinned: READ },
  });
});

test('several definitions of a name can be approved, and the latest is what others are compared with', () => {
  const organisation = decided(pin(CHANGED), pin(READ));
  expect(organisation.judge('files', 'tools', CHANGED)?.state).toBe('pinned');
  expect(organisation.judge('files', 'tools', READ)?.state).toBe('pinned');
  expect(organisation.judge('files', 'tools', { ...READ, annotations: {} })?.pinned).toEqual(READ);
});

test('what was rejected is, and says nothing of others by that name', () => {
  expect(decided(pin(READ, 'rejected')).judge('files', 'tools', READ)).toEqual({
    state: 'rejected',
    by: 'organisation',
  });
  expect(decided(pin(READ, 'rejected')).judge('files', 'tools', CHANGED)).toBeUndefined();
  expect(decided(pin(CHANGED, 'rejected'), pin(READ)).judge('files', 'tools', CHANGED)).toMatchObject({
    state: 'rejected',
    pinned: READ,
  });
});

test('other instructions than those approved are no matter of wording', () => {
  const organisation = decided(pin({ instructions: 'Be kind.' }, 'approved', 'server'));
  expect(organisation.judge('files', 'server', { instructions: 'Be cruel.' })?.state).toBe('changed');
});

test('tells whether anything is decided otherwise, whatever the order and the time', () => {
  const organisation = decided(pin(READ), pin(CHANGED, 'rejected'));
  expect(organisation.take('files', [pin(CHANGED, 'rejected'), pin(READ)])).toBe(false);
  expect(organisation.take('files', [pin(READ)])).toBe(true);
  expect(organisation.take('memory', [])).toBe(false);
});
