import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { Environment } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import { isGoverning } from '../rules/governing.ts';
import { ClosedFile } from './closedFile.ts';
import { summarize } from './documentSummary.ts';
import type { FileRecord } from './fileRecord.ts';
import { isUnchanged, stampOf } from './fileStamp.ts';
import { manifestOf, type ReadBytes } from './files.ts';
import { RecentFiles } from './recentFiles.ts';
import type { KeptReport, Reports } from './reports.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** A file as it was taken into the index. */
export interface TakenFile {
  hasBom: boolean;
  refusal?: string;
}

/**
 * The files of a workspace as they are on disk. Those whose content was seen before, by this process or by one before
 * it, are not parsed again.
 */
export class WorkspaceFiles {
  readonly #index: WorkspaceIndex;
  readonly #recent = new RecentFiles();
  readonly #records = new Map<string, FileRecord>();
  /** As they were put into the index, undefined while asleep. What stands there instead came from an editor. */
  readonly #taken = new Map<string, ManifestFile | undefined>();
  #recalled: { reports: Reports; facts: string; stamp: string } | undefined;
  /** Something was learnt that a cache file does not hold yet. */
  hasNews = false;

  constructor(index: WorkspaceIndex) {
    this.#index = index;
  }

  /** All that something is kept of, taken or not. */
  get uris(): Iterable<string> {
    return this.#records.keys();
  }

  /** Starts from what was kept of the workspace; what was taken since is newer. */
  recall(records: readonly FileRecord[]): void {
    for (const record of records) if (!this.#taken.has(record.uri)) this.#records.set(record.uri, record);
  }

  /** Takes a file into the index if it is known to be unchanged since it was seen last. */
  takeUnchanged(uri: string, path: string, status: Stats): TakenFile | undefined {
    const record = this.#records.get(uri);
    return record && isUnchanged(record.stamp, status) ? this.#takeKnown(record, path) : undefined;
  }

  /**
   * Takes a file into the index with its content.
   *
   * @param status of before it was read, and
   * @param now the time then, in ms since 1970
   * @returns with `whole` the parsed file where it had to be parsed, which is in the index as well
   */
  take(
    uri: string,
    path: string,
    read: ReadBytes,
    status: Stats,
    now: number,
  ): TakenFile & { whole?: ManifestFile } {
    const hash = 'bytes' in read ? hashOf(read.bytes) : read.refusal;
    const stamp = stampOf(status, now);
    const known = this.#records.get(uri);
    this.#recent.forget(path);
    this.hasNews ||= known?.hash !== hash || stamp !== undefined;
    if (known?.hash === hash) {
      const { stamp: _, ...record } = known;
      return this.#takeKnown(stamp ? { ...record, stamp } : record, path);
    }
    const { file, hasBom, refusal } = manifestOf(read);
    const refused = refusal === undefined ? {} : { refusal };
    this.#put(uri, file);
    const documents = detached(summarize(file));
    if (documents) {
      this.#records.set(uri, {
        uri,
        hash,
        facts: this.#index.digest(uri),
        documents: () => documents,
        ...(stamp ? { stamp } : {}),
        ...(file.documents.some(({ document }) => isGoverning(document.kind)) ? { governs: true } : {}),
        ...(hasBom ? { hasBom } : {}),
        ...refused,
      });
    } else this.#records.delete(uri);
    return { whole: file, hasBom, ...refused };
  }

  /** Lets go of the text and the tree of a file that was taken. */
  close(uri: string, path: string): void {
    const record = this.#records.get(uri);
    if (record) this.#put(uri, this.#closed(record, path));
  }

  /** The file is gone. */
  forget(uri: string): void {
    this.#taken.delete(uri);
    this.hasNews = this.#records.delete(uri) || this.hasNews;
  }

  /** Those that were not taken since `recall` are gone. */
  forgetOthers(): void {
    for (const uri of this.#records.keys()) if (!this.#taken.has(uri)) this.forget(uri);
  }

  /**
   * Hands on what was found in the files before. When all of them have been taken.
   *
   * @param facts `factsDigest` of now
   */
  *recallReports(reports: Reports, facts: string): Generator<void, void> {
    this.#recalled = { reports, facts, stamp: reports.stamp };
    for (const [uri, file] of this.#taken) {
      if (file) this.#recallReportsOf(uri, file);
      yield;
    }
  }

  /**
   * Whether it is known, without looking into a file, that nothing is found in it.
   *
   * @param switched environment of documents that state none
   */
  isSilent(uri: string, switched: Environment | undefined): boolean {
    const facts = this.#recalledFacts();
    if (facts === undefined || !this.#taken.has(uri) || this.#taken.get(uri)) return false;
    const { reports = [undefined] } = this.#records.get(uri) ?? {};
    return reports.every(
      (kept) =>
        kept?.facts === facts &&
        kept.governance === this.#index.governance &&
        kept.report.findings.length === 0 &&
        (!kept.isSwitched || kept.environment === switched),
    );
  }

  /** What to keep of the workspace. @param facts `factsDigest` of now */
  *record(reports: Reports, facts: string): Generator<void, FileRecord[]> {
    const files: FileRecord[] = [];
    for (const [uri, record] of this.#records) {
      const found = this.#reportsOf(uri, reports, facts) ?? record.reports;
      files.push(found ? { ...record, reports: found } : record);
      yield;
    }
    return files;
  }

  /** What was found in a file, if the index has it as it is on disk, and awake. */
  #reportsOf(uri: string, reports: Reports, facts: string): (KeptReport | undefined)[] | undefined {
    const file = this.#taken.get(uri);
    if (!file || this.#index.file(uri) !== file) return undefined;
    return file.documents.map(({ document }, index) => reports.kept({ uri, index }, document, facts));
  }

  /** From here on they are kept with the documents. */
  #recallReportsOf(uri: string, file: ManifestFile): void {
    const known = this.#records.get(uri);
    if (!known?.reports || !this.#recalled) return;
    const { reports: kept, ...record } = known;
    const { reports } = this.#recalled;
    const facts = this.#recalledFacts();
    for (const [index, { document }] of file.documents.entries()) {
      const report = kept[index];
      if (report) reports.adopt({ uri, index }, document, report, facts);
    }
    this.#records.set(uri, record);
  }

  /** `factsDigest`, as long as it is that of now. */
  #recalledFacts(): string | undefined {
    const { reports, facts, stamp } = this.#recalled ?? {};
    return reports?.stamp === stamp ? facts : undefined;
  }

  #takeKnown(record: FileRecord, path: string): TakenFile {
    const { uri, facts, governs, hasBom, refusal } = record;
    const taken = this.#taken.get(uri);
    this.#records.set(uri, record);
    if (taken && this.#index.file(uri) === taken) {
      // What was found in it stays with it.
    } else if (governs) this.#put(uri, this.#closed(record, path));
    else {
      this.#taken.set(uri, undefined);
      this.#index.setAsleep(uri, facts, () => this.#wake(uri, path));
    }
    return { hasBom: hasBom === true, ...(refusal === undefined ? {} : { refusal }) };
  }

  #wake(uri: string, path: string): ManifestFile {
    const record = this.#records.get(uri);
    const documents = record?.documents() ?? [];
    if (record) this.#records.set(uri, { ...record, documents: () => documents });
    const file = new ClosedFile(documents, () => this.#recent.read(path));
    this.#taken.set(uri, file);
    this.#recallReportsOf(uri, file);
    return file;
  }

  #put(uri: string, file: ManifestFile): void {
    this.#taken.set(uri, file);
    this.#index.set(uri, file);
  }

  #closed({ documents }: FileRecord, path: string): ClosedFile {
    return new ClosedFile(documents(), () => this.#recent.read(path));
  }
}

/** A copy of plain data whose texts are their own: a part of another text would keep all of that in memory. */
function detached<T>(data: T): T {
  return data === undefined ? data : (JSON.parse(JSON.stringify(data)) as T);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('base64url');
}
