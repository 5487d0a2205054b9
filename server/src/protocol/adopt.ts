/** What adopting says: the editor's half shows it, `heady adopt --json` prints it. */

import type { EnvironmentName } from '../protocol.ts';

/** Files that are worth a look by their name; what they hold decides. From the root of a workspace. */
export const CANDIDATE_GLOBS: readonly string[] = [
  '**/docker-compose*.{yml,yaml}',
  '**/compose*.{yml,yaml}',
  '**/catalog-info*.{yml,yaml}',
  '**/{service-catalog,service-discovery,node-registry,Node_Registry}.{yml,yaml}',
  '**/{*-registry,*_registry,registry,Registry,REGISTRY,agents,verticals,verticals-manifest}.json',
  '**/{mcp,mcp_config,mcp-config,.mcp}.json',
  '**/{k8s,kubernetes,kube,manifests,deploy,deployment,deployments}/**/*.{yml,yaml}',
  '**/{deployment,statefulset,daemonset,cronjob,ingress,k8s}*.{yml,yaml}',
];

/** Never looked into: what tools put there, and what our own manifests are. Without braces, so that they fit into some. */
export const CANDIDATE_EXCLUDES: readonly string[] = [
  ...['node_modules', '.git', 'vendor', 'dist', 'build', 'target', '.venv', 'venv'].map(
    (name) => `**/${name}/**`,
  ),
  ...['yaml', 'yml', 'json'].map((extension) => `**/*.heady.${extension}`),
  ...['yaml', 'yml'].map((extension) => `**/.heady/**/*.${extension}`),
];

/** What whoever adopts says of everything of which the sources tell nothing. */
export interface AdoptAnswers {
  environment?: EnvironmentName;
  vertical?: string;
  owner?: string;
  sensitivity?: string;
}

export interface AdoptParams {
  /** URI of the workspace folder. */
  folder: string;
  /** What is adopted from; paths from the folder, with `/`. */
  files: { path: string; text: string }[];
  answers: AdoptAnswers;
}

export interface AdoptResult {
  report: AdoptReport;
  /** The report as a Markdown document. */
  markdown: string;
  /** What the catalog knows, to choose from. */
  known: { verticals: string[]; owners: string[] };
}

export const AdoptMethods = {
  /** request: AdoptParams => AdoptResult; writes nothing */
  adopt: 'heady/adopt',
} as const;

/** Who a value of a manifest comes from: the source, a judgement about it, or whoever adopts. */
export type AdoptCertainty = 'told' | 'judged' | 'option';

export interface AdoptPlace {
  /** From the root of the workspace, with `/`. */
  file: string;
  /** From 1. */
  line: number;
}

export interface AdoptField extends Partial<AdoptPlace> {
  /** `spec.image`. */
  field: string;
  how: AdoptCertainty;
  /** Why it was judged so. */
  why?: string;
}

/** A field on which a manifest that is there and its source disagree. Values as JSON, credentials replaced. */
export interface AdoptDifference {
  field: string;
  /** Absent: the manifest does not state it. */
  there?: string;
  proposed: string;
}

/** What the rails find in a proposed manifest: what is left to decide. */
export interface AdoptFinding {
  rule: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** In the manifest, from 1. */
  line: number;
  /** The editor, or `heady lint --fix`, can mend it. */
  fixable: boolean;
}

export interface AdoptManifest {
  kind: string;
  name: string;
  /** Where it goes, or is; from the root of the workspace, with `/`. */
  path: string;
  status: 'new' | 'there' | 'differs';
  /** Its text as it would be written. */
  text: string;
  /** The file of the manifest that is there holds others too, and is never replaced. */
  sharesFile?: boolean;
  from: AdoptPlace[];
  fields: AdoptField[];
  differences: AdoptDifference[];
  /** Of new manifests. */
  findings: AdoptFinding[];
}

export type AdoptNoteKind = 'refused' | 'decide' | 'secret' | 'unmapped' | 'conflict' | 'named';

export interface AdoptNote extends AdoptPlace {
  kind: AdoptNoteKind;
  /** What in the source: `services.web.restart`. */
  what: string;
  message: string;
}

export interface AdoptReport {
  version: 1;
  sources: { file: string; formats: string[] }[];
  manifests: AdoptManifest[];
  notes: AdoptNote[];
  summary: {
    new: number;
    there: number;
    differs: number;
    /** Findings of new manifests and notes that ask for a decision. */
    decisions: number;
    unmapped: number;
    secrets: number;
    /** Sources, or parts of them, that could not be read. */
    refused: number;
  };
}
