import type { KubernetesObject } from './kubernetesObjects.ts';
import type { Located, Origin } from './located.ts';
import type { Notes } from './notes.ts';
import { type Exposure, isPort, type Port, protocolOf } from './ports.ts';
import type { Label } from './tags.ts';

/** A Service of a cluster: who reaches which ports of the pods that it selects. */
export interface KubernetesService {
  /** Names it answers to. */
  hosts: string[];
  ports: ServicePort[];
  selects(namespace: string, labels: readonly Label[]): boolean;
}

interface ServicePort {
  /** Number or name of the container's port. */
  target: string;
  name: string | undefined;
  appProtocol: string | undefined;
  exposure: Exposure;
  why: string;
  at: Origin;
}

/** Reached as far as their type says, or an Ingress that leads to them. */
export function exposuresOf(objects: readonly KubernetesObject[], notes: Notes): KubernetesService[] {
  const routes = objects.filter(({ kind }) => kind === 'Ingress').flatMap(backendsOf);
  return objects
    .filter(({ kind }) => kind === 'Service')
    .map(({ name, namespace, root }) => {
      const selector = root.get('spec', 'selector')?.textMap() ?? new Map<string, string>();
      if (selector.size === 0) notes.unmapped(root, 'It selects no pods: what it leads to runs elsewhere.');
      const isRouted = (port: Located) =>
        routes.find(
          (route) =>
            route.namespace === namespace &&
            route.service === name &&
            [port.get('port')?.text, port.get('name')?.text, undefined].includes(route.port),
        );
      const ports = (root.get('spec', 'ports')?.items() ?? []).map((port): ServicePort => {
        const routed = isRouted(port);
        const [exposure, why] = routed
          ? (['public', `the Ingress "${routed.ingress}" leads to it`] as const)
          : exposureOfType(root);
        return {
          target: port.get('targetPort')?.text ?? port.get('port')?.text ?? '',
          name: port.get('name')?.text,
          appProtocol: port.get('appProtocol')?.text,
          exposure,
          why,
          at: port.at,
        };
      });
      return { hosts: hostsOf(name, namespace), ports, selects: selection(selector, namespace) };
    });
}

function hostsOf(name: string, namespace: string): string[] {
  if (!namespace) return [name];
  const qualified = `${name}.${namespace}`;
  return [name, qualified, `${qualified}.svc`, `${qualified}.svc.cluster.local`];
}

function selection(selector: ReadonlyMap<string, string>, own: string): KubernetesService['selects'] {
  return (namespace, labels) =>
    selector.size > 0 &&
    namespace === own &&
    [...selector].every(([key, value]) => labels.some((label) => label.key === key && label.text === value));
}

/** Annotations by which clouds keep a load balancer within the network. */
const INTERNAL = /load-balancer-(?:internal|scheme|type)$/;

function exposureOfType(root: Located): readonly [Exposure, string] {
  const type = root.get('spec', 'type')?.text ?? 'ClusterIP';
  if (type === 'NodePort') return ['lan', 'its Service is a NodePort'];
  if (type !== 'LoadBalancer') return ['vertical', 'its Service is reached within the cluster'];
  const annotations = root.get('metadata', 'annotations')?.textMap() ?? new Map<string, string>();
  const isInternal = [...annotations].some(
    ([key, value]) => INTERNAL.test(key) && /^(?:true|internal)$/i.test(value),
  );
  return isInternal
    ? ['lan', 'its load balancer is an internal one']
    : ['public', 'its Service is a LoadBalancer'];
}

interface Backend {
  ingress: string;
  namespace: string;
  service: string;
  /** Number or name; absent where the old form states none. */
  port: string | undefined;
}

/** Of `networking.k8s.io/v1` and of what came before it. */
function backendsOf({ name, namespace, root }: KubernetesObject): Backend[] {
  const spec = root.get('spec');
  const paths = (spec?.get('rules')?.items() ?? []).flatMap(
    (rule) => rule.get('http', 'paths')?.items() ?? [],
  );
  const backends = [
    ...paths.map((path) => path.get('backend')),
    spec?.get('defaultBackend'),
    spec?.get('backend'),
  ];
  return backends.flatMap((backend): Backend[] => {
    const service = backend?.get('service', 'name')?.text ?? backend?.get('serviceName')?.text;
    const port = backend?.get('service', 'port', 'number') ?? backend?.get('service', 'port', 'name');
    const stated = port?.text ?? backend?.get('servicePort')?.text;
    return service === undefined ? [] : [{ ingress: name, namespace, service, port: stated }];
  });
}

/** Ports of a container, as wide as the Services that lead to it open them. */
export function portsOf(container: Located, services: readonly KubernetesService[]): Port[] {
  const listed = container.get('ports')?.items() ?? [];
  const leads = services.flatMap(({ ports }) => ports);
  const own = listed.flatMap((port): Port[] => {
    const number = port.get('containerPort')?.number;
    if (!isPort(number)) return [];
    const name = port.get('name')?.text;
    const opened = leads.filter(
      ({ target }) => target === String(number) || (name !== undefined && target === name),
    );
    const shared = { port: number, ...(name ? { name } : {}), at: port.at };
    const transport = protocolOf(port.get('protocol')?.text);
    const spoken = transport === 'udp' ? transport : spokenOn([name, ...opened.map(words)]);
    const protocol = spoken ? { protocol: spoken } : {};
    if (opened.length === 0)
      return [{ ...shared, ...protocol, exposure: 'private', why: 'no Service leads to it' }];
    return opened.map(({ exposure, why }) => ({ ...shared, ...protocol, exposure, why }));
  });
  // Containers need not list their ports.
  const unlisted = leads.flatMap(({ target, name, exposure, why, at, appProtocol }): Port[] => {
    const number = /^\d+$/.test(target) ? Number(target) : undefined;
    if (!isPort(number) || own.some(({ port }) => port === number)) return [];
    const spoken = spokenOn([appProtocol, name]);
    return [
      { port: number, ...(name ? { name } : {}), ...(spoken ? { protocol: spoken } : {}), exposure, why, at },
    ];
  });
  return [...own, ...unlisted];
}

function words({ appProtocol, name }: ServicePort): string | undefined {
  return appProtocol ?? name;
}

/** `http-web` and `grpc` name what is spoken, as is the custom. */
function spokenOn(names: readonly (string | undefined)[]): Port['protocol'] {
  const spoken = names.map((name) => protocolOf(name?.split('-')[0])).find(Boolean);
  return spoken === 'tcp' ? undefined : spoken;
}
