import type { ManifestDocument } from '../manifest/document.ts';
import type { Plain } from '../manifest/tree.ts';
import type { EnvironmentInfo } from '../protocol/environments.ts';
import { credentialIn } from '../rules/security/credential.ts';

/** What programs of a terminal are found, started or watched by: a manifest does not get to choose that. */
const OF_THE_SYSTEM =
  /^(PATH|PATHEXT|HOME|USER|LOGNAME|USERPROFILE|SHELL|COMSPEC|TERM|PWD|OLDPWD|IFS|ENV|BASH_ENV|PROMPT_COMMAND|PS[0-4]|TMP|TEMP|TMPDIR|EDITOR|VISUAL|PAGER|BROWSER|SYSTEMROOT|WINDIR|(HTTPS?|ALL|NO)_PROXY|CLASSPATH|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|PERL5(LIB|OPT)|RUBY(LIB|OPT)|(LD|DYLD|GIT|SSH|NODE|NPM|PYTHON|VSCODE|ELECTRON|HEADY|ZDOT|SSL|CURL)_.*|(PYTHON|GIT|NODE|ZDOT).*)$/i;

/** Of POSIX: anything else some shells cannot read. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What an Environment manifest says for whoever works there. @param manifest undefined: there is none */
export function profileOf(
  manifest: Pick<ManifestDocument, 'stated'> | undefined,
): Pick<EnvironmentInfo, 'variables' | 'leftOut' | 'allowedHosts'> {
  const hosts = manifest?.stated(['spec', 'allowedHosts']);
  return {
    ...variablesIn(manifest?.stated(['spec', 'variables'])),
    ...(Array.isArray(hosts) ? { allowedHosts: hosts.filter((host) => typeof host === 'string') } : {}),
  };
}

function variablesIn(stated: Plain | undefined): Pick<EnvironmentInfo, 'variables' | 'leftOut'> {
  const variables: Record<string, string> = {};
  const leftOut: EnvironmentInfo['leftOut'] = [];
  const isMap = typeof stated === 'object' && stated !== null && !Array.isArray(stated);
  for (const [name, value] of Object.entries(isMap ? stated : {})) {
    const reason = problemOf(name, value);
    if (reason === undefined) variables[name] = String(value);
    else leftOut.push({ name, reason });
  }
  return { variables, leftOut };
}

/** Why a variable is not handed out, in words for people; undefined: it is. */
function problemOf(name: string, value: Plain): string | undefined {
  if (!NAME.test(name)) return 'no name of a variable';
  if (OF_THE_SYSTEM.test(name)) return 'belongs to the system';
  if (typeof value === 'object') return 'no plain value';
  return credentialIn(name, String(value)) ? 'looks like a secret' : undefined;
}
