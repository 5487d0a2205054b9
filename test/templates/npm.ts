import { rename } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { freePort } from '../freePort.ts';
import { HOSTILE, lintWorkspace, makeProject, type Project, run, serve } from './testing.ts';

/** The Node that runs the tests is the one that projects get, whatever else is on PATH. */
const ENV = {
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};

/** Packages may have to come from a registry, onto a machine that is busy with much else. */
export const MINUTES = 15 * 60_000;

/** All that differs from what `makeProject` answers, with a long name: formatters break lines where they get long. */
const ODD: Partial<Answers> = {
  environment: 'prod',
  name: 'appointments-and-reminders-for-clinics-in-all-counties',
  owner: 'team "clinics": #1',
  sensitivity: 'public',
  description: `${HOSTILE}\nmore`,
};
const ODD_PARAMETERS = { audience: 'public', port: 18_080, licence: 'none', registry: 'localhost:5000/a' };

/**
 * Makes two projects of a template, one as most will and one of odd answers for prod and the public. Each must pass its
 * own tests and linter, and the rails. Packages are the same, and installed once.
 *
 * @param parameters odd answers to the template's own questions
 * @param judge what more must hold of each; it is given the description as a project shows it
 */
export async function proveNodeProjects(
  template: string,
  parameters: Record<string, unknown>,
  judge: (project: Project, description: string) => Promise<void>,
): Promise<void> {
  const usual = await makeProject(template, { description: 'Keeps a calendar.' });
  await npm(usual, 'ci');
  await passes(usual);
  await judge(usual, 'Keeps a calendar.');

  const odd = await makeProject(template, { ...ODD, parameters: { ...ODD_PARAMETERS, ...parameters } });
  await rename(join(usual.folder, 'node_modules'), join(odd.folder, 'node_modules'));
  await passes(odd);
  await judge(odd, `${HOSTILE} more`);
}

async function passes(project: Project): Promise<void> {
  const findings = await lintWorkspace(project.workspace);
  // Registering comes after writing.
  expect(findings.filter((finding) => !finding.includes('catalog/prod-entry'))).toEqual([]);
  await npm(project, 'test');
  await npm(project, 'run', 'lint');
}

function npm({ folder }: Project, ...args: string[]): Promise<string> {
  const program = process.env.npm_execpath;
  return program ? run(folder, process.execPath, [program, ...args], ENV) : run(folder, 'npm', args, ENV);
}

/** Starts the program of a project as its container does; answers once it is well. */
export async function startProject({ folder }: Project) {
  const port = await freePort();
  const env = { PORT: String(port), NODE_ENV: 'production' };
  return serve(folder, process.execPath, ['src/main.ts'], { port, env });
}
