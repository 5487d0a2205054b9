import type { Plain } from '../manifest/tree.ts';
import { holdsCredential } from './credentials.ts';
import { type Draft, draft, judged, told } from './draft.ts';
import { environmentAmong } from './environmentWord.ts';
import { faultOfTag } from './images.ts';
import { type KubernetesObject, objectsIn } from './kubernetesObjects.ts';
import { exposuresOf, portsOf } from './kubernetesPorts.ts';
import { variablesOf } from './kubernetesVariables.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';
import { judgePlane } from './plane.ts';
import { takePorts } from './ports.ts';
import { labelsOf, takeTags } from './tags.ts';
import { takeVariables } from './variables.ts';

const WORKLOADS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Objects that say something of workloads; what else there is has no manifest. */
const READ_WITH_OTHERS: ReadonlySet<string> = new Set([
  ...['Service', 'Ingress', 'ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'Namespace'],
]);

/** Workloads of Kubernetes manifests, with what other objects say of them. */
export function readKubernetes(roots: readonly Located[], notes: Notes): Draft[] {
  const objects = roots.flatMap((root) => objectsIn(root, notes));
  for (const { kind, root } of objects) {
    if (!Object.hasOwn(WORKLOADS, kind) && !READ_WITH_OTHERS.has(kind)) {
      notes.unmapped(root, `There is no manifest for a ${kind || 'thing without a kind'} of Kubernetes.`);
    }
  }
  const services = exposuresOf(objects, notes);
  return objects.flatMap((object) => {
    const path = Object.hasOwn(WORKLOADS, object.kind) ? WORKLOADS[object.kind] : undefined;
    const template = path && object.root.get(...path);
    return path ? [readWorkload(object, template, objects, services, notes)] : [];
  });
}

function readWorkload(
  object: KubernetesObject,
  template: Located | undefined,
  objects: readonly KubernetesObject[],
  services: ReturnType<typeof exposuresOf>,
  notes: Notes,
): Draft {
  const { kind, name, namespace, root } = object;
  const pod = template?.get('spec');
  const containers = pod?.get('containers')?.items() ?? [];
  const main = containers.find((each) => each.get('name')?.text === name) ?? containers[0];
  const workload = draft('Service', 'kubernetes', name, root, { scope: namespace });
  workload.pointer = `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
  const labels = [
    ...labelsOf(root.get('metadata', 'labels')),
    ...labelsOf(template?.get('metadata', 'labels')),
  ];
  takeTags(workload, labels);
  takeEnvironment(workload, object);
  workload.spec.set('runtime', judged('containerd', workload, 'Kubernetes has run no docker since 1.24'));
  if (!main) {
    notes.add('refused', root, 'It has no container.');
    return workload;
  }
  for (const sidecar of containers.filter((each) => each !== main)) {
    notes.unmapped(
      sidecar,
      `A manifest describes one container; "${sidecar.get('name')?.text ?? ''}" runs beside it.`,
    );
  }
  for (const setUp of pod?.get('initContainers')?.items() ?? []) {
    notes.unmapped(setUp, 'What runs before the service starts has no field.');
  }
  takeImage(workload, main.get('image'), notes);
  takeCommand(workload, main, notes);
  takeReplicas(workload, object, objects, notes);
  const own = services.filter((service) =>
    service.selects(namespace, labelsOf(template?.get('metadata', 'labels'))),
  );
  for (const service of own) workload.aliases.push(...service.hosts);
  takePorts(workload, portsOf(main, own));
  takeHealth(workload, main, notes);
  takeState(workload, root, pod, main);
  judgePlane(workload, toImage(main.get('image')));
  const { variables, secrets } = variablesOf(main, namespace, objects, notes);
  takeVariables(workload, variables, notes);
  workload.secrets.push(...secrets);
  const schedule = root.get('spec', 'schedule');
  if (kind === 'CronJob' && schedule) {
    notes.unmapped(
      schedule,
      `When it runs ("${schedule.text ?? ''}") has no field; whoever starts it has to know.`,
    );
  }
  for (const key of ['resources', 'securityContext', 'lifecycle'] as const) {
    const value = main.get(key);
    if (value) notes.unmapped(value, `"${key}": manifests have no field for it.`);
  }
  return workload;
}

function toImage(image: Located | undefined) {
  return image?.text === undefined ? undefined : { value: image.text, at: image.at };
}

function takeEnvironment(workload: Draft, { namespace, root }: KubernetesObject): void {
  const byNamespace = environmentAmong(namespace);
  const folder = root.at.file.split('/').slice(0, -1).join('/');
  const byFolder = environmentAmong(folder);
  const at = root.get('metadata', 'namespace') ?? root;
  if (byNamespace) workload.environment ??= judged(byNamespace, at, `the namespace "${namespace}" says so`);
  else if (byFolder) workload.environment ??= judged(byFolder, root, 'the folder of its file says so');
}

function takeImage(workload: Draft, image: Located | undefined, notes: Notes): void {
  if (!image?.text) return;
  workload.spec.set('image', told(image.text, image));
  const fault = faultOfTag(image.text);
  if (fault) notes.add('decide', image, `Image "${image.text}": ${fault}`);
}

/** `command` is what an image calls its entry point, `args` what it calls its command. */
function takeCommand(workload: Draft, container: Located, notes: Notes): void {
  const [command, args] = [container.get('command'), container.get('args')];
  const from = command ?? args;
  const words = [...(command?.texts() ?? []), ...(args?.texts() ?? [])];
  if (!from || words.length === 0) return;
  if (holdsCredential(words)) {
    notes.add(
      'secret',
      from,
      'The command holds what looks like a credential; it was left out. Pass it by spec.secrets.',
    );
  } else if (command) workload.spec.set('command', told<Plain>(words, from));
  else
    notes.unmapped(
      from,
      'Arguments to what the image starts by itself; state the whole command in spec.command.',
    );
}

function takeReplicas(
  workload: Draft,
  { kind, name, namespace, root }: KubernetesObject,
  objects: readonly KubernetesObject[],
  notes: Notes,
): void {
  const replicas = root.get('spec', 'replicas');
  if (replicas?.number !== undefined) workload.spec.set('replicas', told(replicas.number, replicas));
  for (const scaler of objects) {
    const target = scaler.root.get('spec', 'scaleTargetRef');
    if (scaler.kind !== 'HorizontalPodAutoscaler' || scaler.namespace !== namespace) continue;
    if (target?.get('name')?.text !== name || target.get('kind')?.text !== kind) continue;
    const least = scaler.root.get('spec', 'minReplicas');
    notes.unmapped(
      scaler.root,
      'How many run when there is much to do has no field; spec.replicas is the least.',
    );
    if (least?.number !== undefined) {
      workload.spec.set('replicas', judged(least.number, least, `"${scaler.name}" starts no fewer`));
    }
  }
}

function takeHealth(workload: Draft, container: Located, notes: Notes): void {
  const probes = ['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap(
    (key) => container.get(key) ?? [],
  );
  const probe = probes.find((each) => each.get('httpGet'));
  const [other] = probes;
  if (!probe) {
    if (other) notes.unmapped(other, 'Health is asked for over HTTP; this probe does it in another way.');
    return;
  }
  const asked = probe.get('httpGet');
  const port = asked?.get('port');
  const named = container
    .get('ports')
    ?.items()
    .find((each) => each.get('name')?.text === port?.text);
  const number = port?.number ?? named?.get('containerPort')?.number;
  const interval = probe.get('periodSeconds')?.number;
  const value = {
    path: asked?.get('path')?.text ?? '/',
    ...(number === undefined ? {} : { port: number }),
    ...(interval === undefined ? {} : { intervalSeconds: interval }),
  };
  workload.spec.set('health', told<Plain>(value, probe));
}

/** A claim on a volume outlives its pods. */
function takeState(workload: Draft, root: Located, pod: Located | undefined, main: Located): void {
  const [template] = root.get('spec', 'volumeClaimTemplates')?.items() ?? [];
  const mounted = new Set(
    main
      .get('volumeMounts')
      ?.items()
      .map((each) => each.get('name')?.text),
  );
  const claim = pod
    ?.get('volumes')
    ?.items()
    .find((volume) => volume.get('persistentVolumeClaim') && mounted.has(volume.get('name')?.text));
  const from = template ?? claim;
  if (from) workload.spec.set('state', judged('stateful', from, 'a volume keeps its data'));
}
