import { Document } from 'yaml';
import type { Service } from '../../../generated/kinds.js';
import type { ScaffoldAnswers } from '../protocol.ts';

/** Where the manifest of a service goes, relative to its workspace folder. */
export function servicePath({ environment, vertical, service }: ScaffoldAnswers): string {
  return `services/${vertical}/${service}/${environment}.heady.yaml`;
}

/** `<env>-<vertical>-<service>`. */
export function serviceName({ environment, vertical, service }: ScaffoldAnswers): string {
  return `${environment}-${vertical}-${service}`;
}

/**
 * The manifest that "New Heady Service" writes: small, sound under every rail, and with comments at what its author
 * will want to change first.
 */
export function serviceManifest(answers: ScaffoldAnswers): string {
  const { environment, vertical, service, owner, sensitivity, description } = answers;
  const shared = environment === 'stage' || environment === 'prod';
  const manifest: Service = {
    apiVersion: 'heady.systems/v1',
    kind: 'Service',
    metadata: {
      name: serviceName(answers),
      title: titleOf(service),
      ...(description ? { description } : {}),
      tags: { Owner: owner, Vertical: vertical, DataSensitivity: sensitivity },
    },
    spec: {
      environment,
      plane: 'app',
      // Docker is for workstations and simple app VMs; what people rely on runs without a root daemon.
      runtime: shared ? 'podman' : 'docker',
      replicas: environment === 'prod' ? 2 : 1,
      ports: [{ name: 'http', port: 8080, protocol: 'http', exposure: 'private' }],
      health: { path: '/healthz', port: 8080 },
      state: 'stateless',
    },
  };
  const document = new Document(manifest);
  comment(
    document,
    ['spec', 'plane'],
    ' app: stateless work. data: databases and queues. control: the platform itself.',
  );
  comment(
    document,
    ['spec', 'ports'],
    ' private < vertical < lan < public: open a port no wider than its users need.',
  );
  return document.toString({ lineWidth: 100 });
}

/** `donor-portal` -> `Donor portal`. */
function titleOf(service: string): string {
  return service.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());
}

function comment(document: Document, path: [string, string], text: string): void {
  const [section, key] = path;
  const map = document.get(section) as { items: { key: { value: string; commentBefore?: string } }[] };
  const pair = map.items.find((item) => item.key.value === key);
  if (pair) pair.key.commentBefore = text;
}
