import { ThemeIcon } from 'vscode';
import type { TemplateParameter } from '../../../../server/src/protocol/scaffold.ts';
import { askChoice } from '../inputs.ts';
import { shownValue } from '../parameterValues.ts';
import { frameOf, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** Whether the template's own questions are asked, where all but the required ones have an answer already. */
export const defaultsStep: ScaffoldStep = {
  id: 'defaults',
  async ask(state: ScaffoldState, position: Position): Promise<Move<ScaffoldState>> {
    const open = optionalParameters(state);
    const items = [
      {
        each: false,
        label: 'Leave the rest as it is',
        detail: open.map((parameter) => settingOf(parameter, state)).join(' · '),
        iconPath: new ThemeIcon('check'),
      },
      {
        each: true,
        label: 'Go through them',
        description: open.length === 1 ? '1 question' : `${open.length} questions`,
        iconPath: new ThemeIcon('settings'),
      },
    ];
    const answer = await askChoice(frameOf(state, position), {
      placeholder: `${state.template?.title ?? 'It'} can be adjusted.`,
      items,
      active: items.find(({ each }) => each === (state.each ?? false)),
    });
    return answer.is === 'value'
      ? { to: 'next', state: { ...state, each: answer.value.each } }
      : { to: answer.is };
  },
};

/** Those that are asked and have an answer already. */
export function optionalParameters({ template, asked }: ScaffoldState): readonly TemplateParameter[] {
  return (template?.parameters ?? []).filter(
    (parameter) => asked.includes(parameter.name) && !isNeeded(parameter),
  );
}

/** It must be answered, and nothing else answers it. */
export function isNeeded(parameter: TemplateParameter): boolean {
  return parameter.required && parameter.default === undefined;
}

function settingOf({ name, title, default: preset }: TemplateParameter, { answers }: ScaffoldState): string {
  const value = answers.parameters?.[name] ?? preset;
  const words = typeof value === 'boolean' ? (value ? 'yes' : 'no') : shownValue(value);
  return `${title ?? name}: ${words || 'none'}`;
}
