import type { TemplateSecret } from '../../../../server/src/protocol/scaffold.ts';
import { askText } from '../inputs.ts';
import { frameOf, type ScaffoldStep } from '../scaffoldWizard.ts';
import type { TypedSecrets } from '../typedSecrets.ts';

/**
 * A secret of the template; may stay empty. It goes to the editor's secret storage and into no file. Whoever goes back
 * types it again.
 */
export function secretStep(
  { name, title = name, description }: TemplateSecret,
  typed: TypedSecrets,
): ScaffoldStep {
  return {
    id: `secrets.${name}`,
    async ask(state, position) {
      const isThere = typed.has(name);
      const ways = isThere
        ? 'One was typed already: Enter keeps it, another one replaces it, going back forgets it.'
        : 'Leave it empty to have none.';
      const answer = await askText(frameOf(state, position), {
        placeholder: title,
        value: '',
        password: true,
        prompt: () => {
          const place = "It is kept in the editor's secret storage, in no file.";
          return [description, place, ways].filter((words) => words !== undefined).join(' ');
        },
        check: async () => undefined,
      });
      if (answer.is === 'back') typed.forget(name);
      if (answer.is !== 'value') return { to: answer.is };
      if (answer.value !== '') typed.put(name, answer.value);
      return { to: 'next', state };
    },
  };
}
