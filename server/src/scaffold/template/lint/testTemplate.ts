import { Catalog } from '../../../catalog/catalog.ts';
import { atOnce } from '../../../catalog/slices.ts';
import { WorkspaceIndex } from '../../../catalog/workspaceIndex.ts';
import { readTemplate } from '../readTemplate.ts';
import type { TemplateFile } from '../template.ts';
import { lintTemplate, type TemplateFinding } from './lintTemplate.ts';

/** Files of a template by path. */
export type Files = Readonly<Record<string, string>>;

/** A template without a finding, for tests to break. */
export const SOUND: Files = {
  'template.heady.yaml': `apiVersion: heady.systems/v1
kind: Template
metadata:
  name: worker
spec:
  version: 1.0.0
  creates: Service
  parameters:
    type: object
    properties:
      queue: { type: string, title: Queue, default: jobs, pattern: '^[a-z]+$' }
      letters: { type: boolean, title: Keep what failed, default: true, x-if: "parameters.queue != ''" }
  files:
    - { paths: [files/letters.txt], if: parameters.letters }
  manifest: files/{{ environment }}.heady.yaml
  next: |
    Run it in {{ folder }}.
`,
  'files/{{ environment }}.heady.yaml.liquid': `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName }}
  description: {{ description | yaml }}
  tags: { Owner: {{ owner | yaml }}, Vertical: {{ vertical }}, DataSensitivity: {{ sensitivity }} }
spec:
  environment: {{ environment }}
  plane: app
  runtime: podman
  replicas: 2
`,
  'files/README.md.liquid': `# {{ title }}\n\n{% render 'about', queue: parameters.queue %}\n`,
  'files/letters.txt': 'What failed goes here.\n',
  'partials/about.liquid': 'It works through {{ queue }}.\n',
};

/** A service's manifest alone, which templates of Backstage are completed with. */
export const SERVICE_MANIFEST = readTemplate(
  filesOf({
    'template.heady.yaml':
      'apiVersion: heady.systems/v1\nkind: Template\nmetadata: { name: service-manifest }\nspec: { version: 1.0.0, creates: Service, manifest: "files/{{ environment }}.heady.yaml" }\n',
    'files/{{ environment }}.heady.yaml.liquid': SOUND['files/{{ environment }}.heady.yaml.liquid'] ?? '',
  }),
);

export function filesOf(files: Files): TemplateFile[] {
  const encoder = new TextEncoder();
  return Object.entries(files).map(([path, text]) => ({
    path,
    bytes: encoder.encode(text),
    executable: false,
  }));
}

/** `SOUND` with a part of one of its files written otherwise. */
export function broken(path: string, part: string, otherwise: string): Files {
  const text = SOUND[path];
  if (!text?.includes(part)) throw new Error(`${path} of the sound template does not say ${part}`);
  return { ...SOUND, [path]: text.replace(part, () => otherwise) };
}

/** Lints a template, with what it extends behind it. */
export function lint(...chain: Files[]): TemplateFinding[] {
  const folders = chain.map((files, index) => ({
    name: index === 0 ? 'worker' : `base-${index}`,
    files: filesOf(files),
  }));
  const facts = new Catalog(new WorkspaceIndex());
  return atOnce(lintTemplate(folders, { year: 2026, facts, serviceManifest: SERVICE_MANIFEST }));
}

/** As `rule path line:column message`, lines and columns from 1. */
export function told(findings: readonly TemplateFinding[]): string[] {
  return findings.map(({ rule, folder, path, range: { start }, message }) => {
    const file = folder === 'worker' ? path : `${folder}/${path}`;
    return `${rule} ${file} ${start.line + 1}:${start.character + 1} ${message}`;
  });
}
