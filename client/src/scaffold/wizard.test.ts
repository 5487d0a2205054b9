import { expect, test } from 'vitest';
import { type Move, type Position, runWizard, type Step } from './wizard.ts';

type Trail = string[];

/** A step that makes the given moves, one a visit, and goes on when they are used up. */
function step(id: string, moves: Move<Trail>[] = [], positions: Position[] = []): Step<Trail> {
  return {
    id,
    async ask(trail, position) {
      positions.push(position);
      return moves.shift() ?? { to: 'next', state: [...trail, id] };
    },
  };
}

const all = () => true;

test('steps run in order and hand the state on', async () => {
  expect(await runWizard(() => [step('a'), step('b'), step('c')], all, [])).toEqual(['a', 'b', 'c']);
});

test('steps that need no asking are neither asked nor counted', async () => {
  const seen: Position[] = [];
  const steps = [step('a'), step('b', [], seen), step('c', [], seen)];
  expect(
    await runWizard(
      () => steps,
      ({ id }) => id !== 'a',
      [],
    ),
  ).toEqual(['b', 'c']);
  expect(seen).toEqual([
    { step: 1, total: 2 },
    { step: 2, total: 2 },
  ]);
});

test('back asks the step before, once more', async () => {
  const steps = [step('a'), step('b', [{ to: 'back' }])];
  expect(await runWizard(() => steps, all, [])).toEqual(['a', 'a', 'b']);
});

test('back over a step that is not asked', async () => {
  const steps = [step('a'), step('b'), step('c', [{ to: 'back' }])];
  expect(
    await runWizard(
      () => steps,
      ({ id }) => id !== 'b',
      [],
    ),
  ).toEqual(['a', 'a', 'c']);
});

test('a step can send to one that was skipped, which is then part of the way', async () => {
  const steps = [step('a'), step('b'), step('c', [{ to: 'step', id: 'a' }])];
  expect(
    await runWizard(
      () => steps,
      ({ id }) => id !== 'a',
      [],
    ),
  ).toEqual(['b', 'a', 'b', 'c']);
});

test('cancelling gives nothing', async () => {
  expect(await runWizard(() => [step('a'), step('b', [{ to: 'cancel' }])], all, [])).toBeUndefined();
});

test('a wizard with nothing to ask is done', async () => {
  expect(
    await runWizard(
      () => [step('a')],
      () => false,
      ['given'],
    ),
  ).toEqual(['given']);
});

test('steps may come and go with the answers', async () => {
  const seen: Position[] = [];
  const stepsOf = (trail: Trail) => [
    step('a'),
    ...(trail.includes('a') ? [step('a1', [], seen)] : []),
    step('b', [], seen),
  ];
  expect(await runWizard(stepsOf, all, [])).toEqual(['a', 'a1', 'b']);
  expect(seen).toEqual([
    { step: 2, total: 3 },
    { step: 3, total: 3 },
  ]);
});

test('what was begun when one goes back is kept', async () => {
  const steps = [step('a'), step('b', [{ to: 'back', state: ['begun'] }])];
  expect(await runWizard(() => steps, all, [])).toEqual(['begun', 'a', 'b']);
});

test('a step that there is not is not gone to', async () => {
  const steps = [step('a', [{ to: 'step', id: 'gone' }])];
  expect(await runWizard(() => steps, all, [])).toEqual(['a']);
});
