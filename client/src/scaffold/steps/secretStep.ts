import type { TemplateSecret } from '../../../../server/src/protocol/scaffold.ts';
import { askText } from '../inputs.ts';
import { frameOf, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';

/** A secret of the template; may stay empty. It goes to the editor's secret storage and into no file. */
export function secretStep({ name, title = name, description = '' }: TemplateSecret): ScaffoldStep {
  const put = (state: ScaffoldState, value: string) => ({
    ...state,
    secrets: { ...state.secrets, [name]: value },
  });
  return {
    id: `secrets.${name}`,
    async ask(state, position) {
      const answer = await askText(frameOf(state, position), {
        placeholder: title,
        value: state.secrets[name] ?? '',
        password: true,
        prompt: () =>
          `${description} Kept in the editor's secret storage, in no file. Enter without one leaves it out`.trim(),
        check: async () => undefined,
      });
      switch (answer.is) {
        case 'value':
          return { to: 'next', state: put(state, answer.value) };
        case 'back':
          return { to: 'back', state: put(state, answer.begun ?? '') };
        case 'cancel':
          return { to: 'cancel' };
      }
    },
  };
}
