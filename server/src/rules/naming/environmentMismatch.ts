import type { Environment } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { fixHere, shown } from '../fix.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { formatMachineName, nameOfMachine } from './machineName.ts';
import { renameFix } from './rename.ts';
import { formatServiceName, nameOfService } from './serviceName.ts';

const ENVIRONMENT = ['spec', 'environment'];

export const environmentMismatch: Rule = {
  id: 'naming/environment-mismatch',
  summary: 'Name and `spec.environment` say the same environment.',
  severity: 'error',
  raised: false,
  *check(context) {
    const { document } = context;
    const named = nameOf(context)?.environment;
    const stated = document.statedText(ENVIRONMENT);
    if (!named || !stated || named === stated) return;
    const message = `The name says "${named}", "spec.environment" says "${stated}"; change one of the two.`;
    yield { ...document.place(['metadata', 'name']), message };
  },
  fixes(_finding, context) {
    const { document } = context;
    const name = nameOf(context);
    const stated = document.statedText(ENVIRONMENT);
    if (!name || !isEnvironment(stated)) return [];
    return [
      ...renameFix(context, name.in(stated), false),
      ...fixHere(
        context,
        `Set "spec.environment" to ${shown(name.environment)}`,
        setValue(document, ENVIRONMENT, name.environment),
        false,
      ),
    ];
  },
};

/** The environment in a well-formed name, and the name that it would be in another. */
function nameOf(
  context: RuleContext,
): { environment: Environment; in(environment: Environment): string } | undefined {
  const service = nameOfService(context);
  if (service) {
    return {
      environment: service.environment,
      in: (environment) => formatServiceName({ ...service, environment }),
    };
  }
  const machine = nameOfMachine(context.document);
  return (
    machine && {
      environment: machine.environment,
      in: (environment) => formatMachineName({ ...machine, environment }),
    }
  );
}
