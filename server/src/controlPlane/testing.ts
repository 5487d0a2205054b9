import type { Plain } from '../manifest/tree.ts';

/** A Service that every rule lets pass. */
export function service(name: string, spec: Record<string, Plain> = {}, tags: Record<string, string> = {}) {
  const [environment = '', vertical = ''] = name.split('-');
  return {
    apiVersion: 'heady.systems/v1',
    kind: 'Service',
    metadata: {
      name,
      title: `Title of ${name}`,
      tags: { Owner: `team-${vertical}`, Vertical: vertical, DataSensitivity: 'internal', ...tags },
    },
    spec: { environment, plane: 'app', runtime: 'podman', ...spec },
  };
}

export function policy(name: string, spec: Record<string, Plain>) {
  return { apiVersion: 'heady.systems/v1', kind: 'Policy', metadata: { name }, spec };
}

export function vertical(name: string) {
  return {
    apiVersion: 'heady.systems/v1',
    kind: 'Vertical',
    metadata: { name },
    spec: { focus: 'Something' },
  };
}
