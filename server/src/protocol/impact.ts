import type { Range } from '../protocol.ts';

/** What counts: nothing holds an `open` finding off; a stated reason exempts a criterion or silences a line. */
export type ImpactStatus = 'open' | 'exempted' | 'silenced';

/** A finding of Impact Check, as report, hover and export tell it. No text in it shows a credential. */
export interface ImpactItem {
  uri: string;
  /** As people know the file: relative to its workspace folder, with `/`. */
  file: string;
  range: Range;
  rule: string;
  severity: 'error' | 'warning' | 'info';
  /** Of the manifest; null for what belongs to none. */
  vertical: string | null;
  /** The manifest that it is in; absent in other texts. */
  manifest?: { kind: string; name: string };
  /** All there is to say in plain sentences. */
  message: string;
  /** The words in question; absent where something is not said that should be. */
  found?: string;
  /** Whom it leaves out. */
  leavesOut?: string;
  /** Why. */
  reason?: string;
  /** What may stand there instead, as the text writes it. */
  alternatives: string[];
  /** Where that was published: a law, a word list, a manifest. */
  source?: string;
  /** Its page on the web, if it names one. */
  sourceUrl?: string;
  status: ImpactStatus;
  /** What exempts or silences it. */
  because?: string;
}

/** What Impact Check found in the manifests of the workspace. */
export interface ImpactResult {
  /** Manifests that were checked. */
  files: number;
  /** By file and place, open ones or not. */
  items: ImpactItem[];
  /** Files that could not be read, with the reason. */
  unreadable: { file: string; reason: string }[];
}

/** One way to mend a finding in a text that is no manifest. */
export interface ImpactFix {
  title: string;
  range: Range;
  newText: string;
}

/** A finding in any text, with what the editor shows of it. */
export interface ImpactTextItem extends ImpactItem {
  /** What to show on hover, as Markdown. */
  markdown: string;
  fixes: ImpactFix[];
}

export interface ImpactTextParams {
  /** What the text is called: the ending says how it is read (.md, .yaml, .json, .http; anything else as prose). */
  name: string;
  text: string;
}

export type ImpactExportFormat = 'markdown' | 'html' | 'sarif';

export interface ImpactExportParams {
  format: ImpactExportFormat;
  /** Of the result that is exported. */
  files: number;
  /** Those that are to be in it. */
  items: ImpactItem[];
}

/** What `Commands.impactReport` may be told: the one manifest to show. */
export interface ImpactFocus {
  uri: string;
  kind: string;
  name: string;
}
