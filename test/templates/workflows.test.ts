import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { generate } from '../../server/src/scaffold/generate.ts';
import { builtInTemplates } from '../../server/src/templates/builtIn.ts';

interface Workflow {
  on: { pull_request: { paths?: string[] } | null };
  permissions: unknown;
  jobs: Record<
    string,
    {
      'timeout-minutes'?: number;
      defaults?: { run: { 'working-directory': string } };
      steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
    }
  >;
}

const { templates } = await builtInTemplates().read();
const projects = templates.filter(
  ({ spec, files }) =>
    spec.abstract !== true && [...files.keys()].some((path) => path.startsWith('repository/')),
);

test.each(
  projects.flatMap((template) => ['', "teams/it's #1/notes"].map((folder) => ({ template, folder }))),
)(
  'the workflow of $template.name in "$folder" is about that folder and may do nothing else',
  ({ template, folder }) => {
    const answers = {
      environment: 'dev',
      vertical: 'health',
      name: 'notes',
      owner: 'team-a',
      sensitivity: 'confidential',
      parameters: {},
    } as const;
    const { files } = generate(template, answers, { year: 2026, folder });
    const bytes = files.find(({ path }) => path.startsWith('.github/workflows/'))?.bytes;
    const workflow = parse(new TextDecoder().decode(bytes)) as Workflow;
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const below = folder === '' ? '' : `${folder}/`;
    for (const { 'timeout-minutes': minutes, defaults, steps } of Object.values(workflow.jobs)) {
      expect(minutes).toBeGreaterThan(0);
      if (defaults) {
        expect(defaults.run['working-directory']).toBe(folder || '.');
        expect(workflow.on.pull_request?.paths?.[0]).toBe(`${below}**`);
      }
      for (const { uses, with: given } of steps) {
        if (uses?.startsWith('actions/checkout@')) expect(given).toEqual({ 'persist-credentials': false });
        const lock = given?.['cache-dependency-path'];
        if (lock !== undefined) expect(lock).toBe(`${below}package-lock.json`);
      }
    }
  },
);
