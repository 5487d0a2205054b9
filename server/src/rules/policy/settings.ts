import type { ManifestDocument } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import type { PolicySetting } from '../facts.ts';
import type { SeveritySetting } from '../levels.ts';

/** What a Policy manifest says of rules, by their ids. */
export function* settingsIn(document: ManifestDocument): Generator<[string, PolicySetting]> {
  const rules = document.stated(['spec', 'rules']);
  const by = document.name === undefined ? {} : { policy: document.name };
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) return;
  for (const rule of Object.keys(rules)) {
    const plain = document.statedText(['spec', 'rules', rule]);
    if (isSetting(plain)) yield [rule, { severity: plain, ...by }];
    const severity = document.statedText(['spec', 'rules', rule, 'severity']);
    if (!isSetting(severity)) continue;
    const environments = document.stated(['spec', 'rules', rule, 'environments']);
    yield [
      rule,
      Array.isArray(environments)
        ? { severity, ...by, environments: environments.filter(isEnvironment) }
        : { severity, ...by },
    ];
  }
}

/** What a Vertical manifest says of a rule in its `checks`. */
export function checkIn(document: ManifestDocument, ruleId: string): SeveritySetting | undefined {
  const check = document.statedText(['spec', 'checks', ruleId]);
  return isSetting(check) ? check : undefined;
}

function isSetting(value: unknown): value is SeveritySetting {
  return value === 'error' || value === 'warning' || value === 'info' || value === 'off';
}
