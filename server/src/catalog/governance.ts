import type { Declaration, PolicySetting } from '../rules/facts.ts';
import { settingsIn } from '../rules/policy/settings.ts';
import { digestOf, factsIn } from './documentFacts.ts';

/** What policies and verticals decide for all. */
export interface Governance {
  /** Changes with what policies, verticals and environments state. */
  digest: string;
  /** By rule. */
  policySettings: Map<string, PolicySetting[]>;
  /** Globs of files that the policies ask not to report. */
  ignore: string[];
  /** Owners that the policies name. */
  owners: string[];
  /** Verticals that have a manifest or that the policies name. */
  verticals: string[];
  /** Whether an Environment manifest says where its control plane is. */
  namesControlPlanes: boolean;
}

/** @param documentsOf every document of a kind that has a fitting name, in order */
export function governanceOf(documentsOf: (kind: string) => readonly Declaration[]): Governance {
  const [policies, verticals, environments] = [
    documentsOf('Policy'),
    documentsOf('Vertical'),
    documentsOf('Environment'),
  ];
  const policySettings = new Map<string, PolicySetting[]>();
  for (const policy of policies) {
    for (const [rule, setting] of settingsIn(policy.document)) {
      policySettings.set(rule, [...(policySettings.get(rule) ?? []), setting]);
    }
  }
  const all = [policies, verticals, environments].flat().map(({ at, document }) => [at, factsIn(document)]);
  return {
    digest: digestOf(JSON.stringify(all)),
    policySettings,
    ignore: sorted(policies.flatMap((policy) => textsAt(policy, 'ignore'))),
    owners: sorted(policies.flatMap((policy) => textsAt(policy, 'owners'))),
    verticals: sorted([
      ...verticals.map(({ name }) => name),
      ...policies.flatMap((policy) => textsAt(policy, 'verticals')),
    ]),
    namesControlPlanes: environments.length > 0,
  };
}

function textsAt({ document }: Declaration, field: string): string[] {
  const list = document.stated(['spec', field]);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function sorted(names: string[]): string[] {
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
