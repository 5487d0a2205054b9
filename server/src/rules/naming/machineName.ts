import { ENVIRONMENTS, type Environment, type ManifestDocument } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';

/** The parts of `<env>-<role>-<index>`. */
export interface MachineName {
  environment: Environment;
  role: string;
  /** Two or more digits (decision 18). */
  index: string;
}

const ROLE = /^[a-z][a-z0-9]*$/;
const INDEX = /^[0-9]{2,}$/;

/** Takes a name apart; undefined where it does not keep to the convention. */
export function parseMachineName(name: string): MachineName | undefined {
  const [environment, role = '', index = '', ...rest] = name.split('-');
  if (!isEnvironment(environment) || !ROLE.test(role) || !INDEX.test(index) || rest.length > 0)
    return undefined;
  return { environment, role, index };
}

/** What a machine's name says, where it is one. */
export function nameOfMachine({ kind, name }: ManifestDocument): MachineName | undefined {
  return kind === 'VirtualMachine' && name !== undefined ? parseMachineName(name) : undefined;
}

export function formatMachineName({ environment, role, index }: MachineName): string {
  return `${environment}-${role}-${index}`;
}

/** Which segment of a name breaks the convention, in words; undefined where none does. */
export function faultOfMachineName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  const [environment = '', role = '', ...rest] = name.split('-');
  const index = rest.join('-');
  if (!isEnvironment(environment)) {
    return `its first segment "${environment}" is no environment (${ENVIRONMENTS.join(', ')})`;
  }
  if (role === '') return 'the role is missing after the environment';
  if (!ROLE.test(role)) {
    return `its role "${role}" must be a lower-case letter followed by lower-case letters and digits`;
  }
  if (index === '') return `the index is missing after the role "${role}"`;
  return INDEX.test(index) ? undefined : `its index "${index}" must be two or more digits`;
}

/** Whether a text can be the role in a name. */
export function isRole(text: string): boolean {
  return ROLE.test(text);
}
