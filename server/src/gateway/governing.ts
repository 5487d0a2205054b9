import { limitsOf } from '../controlPlane/settings/options.ts';
import { Settings } from '../controlPlane/settings/settings.ts';
import { settingsSources } from '../controlPlane/settings/sources.ts';
import type { Environment } from '../manifest/document.ts';
import { Governance } from './policy/governance.ts';
import { CallLog } from './telemetry/callLog.ts';
import type { QuietHours } from './telemetry/quietHours.ts';
import { callsFolder } from './telemetry/stateFolder.ts';

export interface GoverningOptions {
  readonly environment: Environment;
  /** Tools that may change something can be called in prod. */
  readonly isProdUnlocked: boolean;
  /** Where calls are recorded; absent: where the system keeps such things. */
  readonly auditFolder?: string;
  readonly quietHours?: QuietHours;
  /** Settings of the control plane, of which the limits hold here too. */
  readonly others: readonly string[];
}

/**
 * By what the calls of a gateway are governed that somebody starts in a folder.
 *
 * @param log told, in plain words, of what people should know
 * @throws SettingsError
 */
export function governanceOf(
  options: GoverningOptions,
  folder: string,
  log: (message: string) => void,
): Governance {
  const { environment, isProdUnlocked, quietHours } = options;
  const auditFolder = options.auditFolder ?? callsFolder(process.env, process.platform, folder);
  if (auditFolder === undefined) {
    log('Calls are not recorded, as there is no home folder. Say where to: --audit-folder FOLDER.');
  }
  const onerror = ({ message }: Error) => log(`Calls cannot be recorded in ${auditFolder}: ${message}`);
  const governance = new Governance({
    limits: limitsOf(new Settings(settingsSources(options.others))),
    lock: () => (isProdUnlocked ? 'unlocked' : 'locked'),
    ...(auditFolder === undefined ? {} : { callLog: new CallLog(auditFolder, onerror) }),
    ...(quietHours ? { quiet: quietHours } : {}),
  });
  governance.alerts.listen(({ message }) => log(message));
  if (environment === 'prod') {
    log(
      isProdUnlocked
        ? 'prod is unlocked: tools that change something can be called.'
        : 'prod is read-only: only tools of which a trusted server says that they change nothing can be called.',
    );
  }
  return governance;
}
