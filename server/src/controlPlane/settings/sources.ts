import { readFileSync } from 'node:fs';
import type { SettingsSources } from './settings.ts';
import { environmentVariable, SETTING_NAMES, settingOf } from './settingsTable.ts';

/** The settings of this very process. */
export function settingsSources(args: readonly string[]): SettingsSources {
  return { args, environment: takeEnvironment(), readFile: (path) => readFileSync(path, 'utf8') };
}

/** Secrets among the settings are taken out: what this process starts or dumps shall not hold them. */
function takeEnvironment(): Readonly<Record<string, string | undefined>> {
  const environment = { ...process.env };
  for (const name of SETTING_NAMES) if (settingOf(name).secret) delete process.env[environmentVariable(name)];
  return environment;
}
