import type { SecretNeed } from './draft.ts';
import type { KubernetesObject } from './kubernetesObjects.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';
import type { Variable } from './variables.ts';

/** Variables of a container, those of ConfigMaps and Secrets that were given too. Values of Secrets are never read. */
export function variablesOf(
  container: Located,
  namespace: string,
  objects: readonly KubernetesObject[],
  notes: Notes,
): { variables: Variable[]; secrets: SecretNeed[] } {
  const find = (kind: string, name: string | undefined) =>
    objects.find((each) => each.kind === kind && each.name === name && each.namespace === namespace)?.root;
  const variables: Variable[] = [];
  const secrets: SecretNeed[] = [];

  for (const source of container.get('envFrom')?.items() ?? []) {
    const prefix = source.get('prefix')?.text ?? '';
    const [config, secret] = [
      source.get('configMapRef', 'name')?.text,
      source.get('secretRef', 'name')?.text,
    ];
    const [kind, name] = secret === undefined ? ['ConfigMap', config] : ['Secret', secret];
    const given = find(kind, name);
    if (!given) {
      notes.add(
        'decide',
        source,
        `The ${kind} "${name ?? ''}" was not given: nobody can say which variables it holds.`,
      );
    } else if (kind === 'ConfigMap') {
      for (const [key, value] of given.get('data')?.entries() ?? [])
        variables.push(variable(prefix + key, value));
    } else {
      const keys = [given.get('data'), given.get('stringData')].flatMap((data) => data?.keys() ?? []);
      for (const key of new Set(keys))
        secrets.push({ name: prefix + key, at: source.at, kept: `${name}-${key}` });
    }
  }

  for (const entry of container.get('env')?.items() ?? []) {
    const name = entry.get('name')?.text;
    if (!name) continue;
    const from = entry.get('valueFrom');
    const [secret, config] = [from?.get('secretKeyRef'), from?.get('configMapKeyRef')];
    if (secret) {
      const kept = [secret.get('name')?.text, secret.get('key')?.text].filter(Boolean).join('-');
      secrets.push({ name, at: entry.at, kept });
    } else if (config) {
      const key = config.get('key')?.text ?? '';
      const value = find('ConfigMap', config.get('name')?.text)?.get('data', key);
      if (value) variables.push({ ...variable(name, value), at: entry.at, path: entry.path });
      else
        notes.add(
          'decide',
          entry,
          `"${name}" is "${key}" of a ConfigMap that was not given: state its value in spec.env.`,
        );
    } else if (from) {
      notes.unmapped(entry, `"${name}" is filled in by the cluster.`);
    } else {
      variables.push({ ...variable(name, entry.get('value') ?? entry), at: entry.at, path: entry.path });
    }
  }
  return { variables, secrets };
}

/** Of an entry without a value: an empty one. */
function variable(name: string, { text = '', at, path }: Located): Variable {
  return { name, value: text, at, path };
}
