import { setValue } from '../../manifest/edits.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { fixHere, shown } from '../fix.ts';
import type { Rule } from '../rule.ts';
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
    const named = nameOfService(context)?.environment;
    const stated = document.statedText(ENVIRONMENT);
    if (!named || !stated || named === stated) return;
    const message = `The name says \`${named}\`, \`spec.environment\` says \`${stated}\`; change one of the two.`;
    yield { ...document.place(['metadata', 'name']), message };
  },
  fixes(_finding, context) {
    const { document } = context;
    const name = nameOfService(context);
    const stated = document.statedText(ENVIRONMENT);
    if (!name || !isEnvironment(stated)) return [];
    return [
      ...renameFix(context, formatServiceName({ ...name, environment: stated }), false),
      ...fixHere(
        context,
        `Set \`spec.environment\` to ${shown(name.environment)}`,
        setValue(document, ENVIRONMENT, name.environment),
        false,
      ),
    ];
  },
};
