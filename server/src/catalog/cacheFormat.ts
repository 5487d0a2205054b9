import { createHash } from 'node:crypto';
import type { DocumentSummary } from './documentSummary.ts';
import type { FileRecord } from './fileRecord.ts';
import type { KeptReport } from './reports.ts';

/** Grows when a file of an older shape could be taken for one of this. */
const FORMAT = 1;

/** Between what is read of a file at once and its documents. JSON writes it otherwise. */
const TAB = 9;

/** How much text is made into bytes at once, in UTF-16 units. */
const CHUNK = 100_000;

/** The first line of a cache file; then one line for each file of the workspace. */
interface Header {
  format: number;
  /** Of the program that wrote it: another one may judge otherwise. */
  build: string;
  /** Of all that follows the first line. */
  checksum: string;
  /** Lists that reports name by their position: there are few different ones. */
  lists: readonly (readonly string[])[];
}

interface StoredFile extends Omit<FileRecord, 'documents' | 'reports'> {
  reports?: readonly (StoredReport | null | undefined)[];
}

interface StoredReport extends Pick<KeptReport, 'environment' | 'isSwitched' | 'fixable'> {
  /** Position of the rules that could not decide, of those that asked, and of the two digests. */
  lists: [undecided: number, asked: number, digests: number];
  findings?: KeptReport['report']['findings'];
}

/** The bytes of a cache file, in parts. A step for each file of the workspace. */
export function* encodeRecords(files: readonly FileRecord[], build: string): Generator<void, Uint8Array[]> {
  const lists = new Lists();
  const hash = createHash('sha1');
  const chunks: Uint8Array[] = [];
  let text = '';
  const flush = () => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    chunks.push(bytes);
    text = '';
  };
  for (const { reports, documents, ...file } of files) {
    const stored: StoredFile = reports
      ? { ...file, reports: reports.map((report) => report && toStored(report, lists)) }
      : file;
    text += `${JSON.stringify(stored)}\t${JSON.stringify(documents())}\n`;
    if (text.length > CHUNK) flush();
    yield;
  }
  flush();
  const checksum = hash.digest('base64url');
  const header: Header = { format: FORMAT, build, checksum, lists: lists.all };
  return [Buffer.from(`${JSON.stringify(header)}\n`), ...chunks];
}

/**
 * What a cache file holds; undefined where it was written by another build, or is not whole. A step for each file of
 * the workspace.
 */
export function* decodeRecords(bytes: Uint8Array, build: string): Generator<void, FileRecord[] | undefined> {
  const lines = linesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = parse<Partial<Header>>(lines.next().value);
  if (header?.format !== FORMAT || header.build !== build) return undefined;
  const { lists = [], checksum } = header;
  const hash = createHash('sha1');
  const files: FileRecord[] = [];
  for (const line of lines) {
    hash.update(line);
    const tab = line.indexOf(TAB);
    const stored = parse<StoredFile>(line.subarray(0, tab));
    if (!stored) return undefined;
    const { reports, ...file } = stored;
    const documents = () => parse<DocumentSummary[]>(line.subarray(tab + 1)) ?? [];
    const kept = reports?.map((report) => (report ? fromStored(report, lists) : undefined));
    files.push(kept ? { ...file, documents, reports: kept } : { ...file, documents });
    yield;
  }
  return hash.digest('base64url') === checksum ? files : undefined;
}

/** Lines with their ends. */
function* linesOf(bytes: Buffer): Generator<Buffer, undefined> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    const next = end < 0 ? bytes.length : end + 1;
    yield bytes.subarray(start, next);
    start = next;
  }
}

/** Undefined for what is no object of JSON. */
function parse<T>(line: Buffer | undefined): T | undefined {
  try {
    const value: unknown = JSON.parse(line?.toString() ?? '');
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function toStored({ report, governance, facts, ...rest }: KeptReport, lists: Lists): StoredReport {
  const { findings, undecided, asked } = report;
  const positions = [undecided, asked, [governance, facts]].map((list) => lists.positionOf(list));
  const [first = 0, second = 0, third = 0] = positions;
  return { ...rest, lists: [first, second, third], ...(findings.length ? { findings } : {}) };
}

function fromStored(
  { lists: positions, findings = [], ...rest }: StoredReport,
  lists: Header['lists'],
): KeptReport {
  const [undecided = [], asked = [], digests = []] = positions.map((position) => lists[position]);
  const [governance = '', facts = ''] = digests;
  return { ...rest, governance, facts, report: { findings, undecided, asked } };
}

/** Lists, each different one once. */
class Lists {
  readonly all: (readonly string[])[] = [];
  readonly #positions = new Map<string, number>();

  positionOf(list: readonly string[]): number {
    const key = list.join('\0');
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    this.#positions.set(key, this.all.length);
    return this.all.push(list) - 1;
  }
}
