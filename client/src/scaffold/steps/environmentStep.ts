import { ThemeIcon } from 'vscode';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels, environmentSummaries } from '../../environments/environments.ts';
import { askChoice } from '../inputs.ts';
import { answered, frameOf, type ServiceState, type ServiceStep } from '../serviceWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** Which environment it runs in; the one switched to is the first guess. */
export class EnvironmentStep implements ServiceStep {
  readonly id = 'environment';
  readonly #current: () => EnvironmentName;

  constructor(current: () => EnvironmentName) {
    this.#current = current;
  }

  async ask(state: ServiceState, position: Position): Promise<Move<ServiceState>> {
    const current = this.#current();
    const items = ENVIRONMENT_NAMES.map((name) => ({
      environment: name,
      label: environmentLabels[name],
      description: `${environmentSummaries[name]}${name === current ? ' (current)' : ''}`,
      iconPath: new ThemeIcon(name === 'prod' ? 'shield' : 'server-environment'),
    }));
    const wanted = state.answers.environment ?? current;
    const answer = await askChoice(frameOf(position), {
      placeholder: 'In which environment does it run?',
      items,
      active: items.find(({ environment }) => environment === wanted),
    });
    return answered(
      state,
      'environment',
      answer.is === 'value' ? { is: 'value', value: answer.value.environment } : answer,
    );
  }
}
