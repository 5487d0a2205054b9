import { KeyRing } from '../../controlPlane/secrets/keyRing.ts';
import { secretsKeys } from '../../controlPlane/settings/options.ts';
import { Settings } from '../../controlPlane/settings/settings.ts';
import { settingsSources } from '../../controlPlane/settings/sources.ts';
import { signInsPath } from '../telemetry/stateFolder.ts';
import { SignInFile } from './signInFile.ts';
import { SignIns } from './signIns.ts';

/**
 * What the user of this machine signed in to, in all workspaces; without a home folder only as long as the gateway runs.
 *
 * @param settings of the control plane: with its key for secrets it is sealed
 * @throws SettingsError
 */
export function userSignIns(settings: readonly string[]): SignIns {
  const path = signInsPath(process.env, process.platform);
  if (path === undefined) return new SignIns();
  const keys = secretsKeys(new Settings(settingsSources(settings)));
  return new SignIns(new SignInFile(path, keys && new KeyRing(keys)));
}
