import { expect, it } from 'vitest';
import type { Answer } from './inputs.ts';
import { answerStep, type ServiceState } from './serviceWizard.ts';

const folder = {} as ServiceState['folder'];
const state: ServiceState = { folder, answers: { vertical: 'health' } };

function move(answer: Answer<string>) {
  return answerStep('owner', async () => answer).ask(state, { step: 2, total: 3 });
}

it('keeps the answer of a step beside those before it', async () => {
  expect(await move({ is: 'value', value: 'team-a' })).toEqual({
    to: 'next',
    state: { folder, answers: { vertical: 'health', owner: 'team-a' } },
  });
  expect(state.answers).toEqual({ vertical: 'health' });
});

it('goes back or out where nothing is answered', async () => {
  expect(await move({ is: 'back' })).toEqual({ to: 'back' });
  expect(await move({ is: 'cancel' })).toEqual({ to: 'cancel' });
});

it('is named after its answer and asks in the frame of the wizard', async () => {
  const step = answerStep('owner', async (_state, { title, position }) => ({
    is: 'value',
    value: `${title} ${position.step}/${position.total}`,
  }));
  expect(step.id).toBe('owner');
  expect(await step.ask(state, { step: 2, total: 3 })).toMatchObject({
    state: { answers: { owner: 'New Heady Service 2/3' } },
  });
});
