import type { SourceFormat } from './draft.ts';
import type { Located, SourceFile } from './located.ts';

/** What a document turns out to be: something to adopt from, a manifest of ours, a template, or nothing known. */
export type Detected = SourceFormat | 'heady-manifest' | 'kustomize' | 'unknown';

/** How people call the formats. */
export const FORMAT_TITLES: Readonly<Record<Detected | 'helm', string>> = {
  compose: 'Docker Compose',
  kubernetes: 'Kubernetes',
  backstage: 'Backstage',
  'heady-catalog': 'Heady service catalog',
  'heady-discovery': 'Heady service discovery',
  'heady-registry': 'Heady registry',
  'heady-verticals': 'Heady verticals',
  'mcp-servers': 'MCP servers',
  'heady-manifest': 'Heady manifest',
  kustomize: 'Kustomize',
  helm: 'Helm template',
  unknown: 'not recognised',
};

const TEMPLATE_ACTION =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|include\b|template\b|if\b|range\b|with\b|end\b|define\b|toYaml\b|tpl\b)/;

/** A Helm template is YAML only once Helm has filled it in. */
export function isHelmTemplate({ path, text }: SourceFile): boolean {
  return /(?:^|\/)Chart\.ya?ml$/.test(path) || TEMPLATE_ACTION.test(text);
}

export function formatOf(root: Located): Detected {
  const path = root.at.file;
  if (!root.isMap) return 'unknown';
  const apiVersion = root.get('apiVersion')?.text ?? '';
  const kind = root.get('kind')?.text ?? '';
  if (apiVersion.startsWith('heady.systems/')) return 'heady-manifest';
  if (
    /(?:^|\/)kustomization\.ya?ml$/i.test(path) ||
    (/^(?:Kustomization|Component)$/.test(kind) && /kustomize/.test(apiVersion))
  ) {
    return 'kustomize';
  }
  if (apiVersion.startsWith('backstage.io/')) return 'backstage';
  if (apiVersion !== '' && kind !== '') return 'kubernetes';
  if (root.get('mcpServers')?.isMap || (root.get('servers')?.isMap && /mcp[^/]*\.json$/.test(path)))
    return 'mcp-servers';
  if (isCompose(root)) return 'compose';
  return headyFormatOf(root);
}

/** Services with an image, or something that only Compose knows, under a name. */
function isCompose(root: Located): boolean {
  const services = root.get('services');
  if (!services?.isMap) return false;
  if (/(?:^|\/)(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$/i.test(root.at.file)) return true;
  const keys = ['image', 'build', 'depends_on', 'container_name', 'extends'];
  return services.entries().some(([, service]) => keys.some((key) => service.get(key) !== undefined));
}

function headyFormatOf(root: Located): Detected {
  if (root.get('verticals')?.isList || root.get('verticals')?.isMap) return 'heady-verticals';
  const services = root.get('services');
  if (root.get('root_domain') ?? root.get('security', 'network_policies')) return 'heady-discovery';
  if (root.get('components')?.isList || root.get('nodes') || root.get('registryVersion'))
    return 'heady-registry';
  if (services?.isList || root.get('agents')?.isList) return 'heady-catalog';
  const isRegistry = /registry[^/]*\.json$/i.test(root.at.file);
  return services?.isMap ? (isRegistry ? 'heady-registry' : 'heady-discovery') : 'unknown';
}
