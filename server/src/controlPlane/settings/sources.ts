import { readFileSync } from 'node:fs';
import type { SettingsSources } from './settings.ts';
import { environmentVariable, SETTING_NAMES } from './settingsTable.ts';

/** The settings of this very process. */
export function settingsSources(args: readonly string[]): SettingsSources {
  return { args, environment: takeEnvironment(), readFile: (path) => readFileSync(path, 'utf8') };
}

/** Settings are taken out, since there are secrets among them: what this process starts or dumps shall not hold them. */
function takeEnvironment(): Readonly<Record<string, string | undefined>> {
  const environment = { ...process.env };
  for (const name of SETTING_NAMES) delete process.env[environmentVariable(name)];
  // Where an operator has it write crash reports; what else is in the environment may be as secret.
  if (process.report) process.report.excludeEnv = true;
  return environment;
}
