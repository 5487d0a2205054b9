import { readFile, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { Catalog } from '../catalog/catalog.ts';
import { decodeManifest } from '../catalog/decode.ts';
import { MANIFEST_GLOBS } from '../catalog/files.ts';
import { MAX_FILE_LENGTH, parseManifest } from '../manifest/parse.ts';
import { rules } from '../rules/index.ts';
import { formatImpact, type ImpactLintReport, type ImpactLocated } from './format/impactFormats.ts';
import { IMPACT_USAGE, type ImpactArguments, parseImpactArguments } from './impactArguments.ts';
import { impactJsonl } from './impactJsonl.ts';
import { findingsInText } from './impactTexts.ts';
import { colorOf, readAll } from './lint.ts';
import { lintFiles } from './lintFiles.ts';
import { sortFindings, summarize } from './report.ts';
import type { Terminal } from './terminal.ts';
import { reasonOf, type UnusableFile } from './unusable.ts';
import { type CliWorkspace, type LintedFile, openWorkspace } from './workspace.ts';

/** A file, or standard input, that is no manifest. */
interface OtherText {
  file: string;
  text: string;
}

const isManifestName = picomatch([...MANIFEST_GLOBS], { dot: true });
const impactRules = rules.filter(({ id }) => id.startsWith('impact/'));

/**
 * `heady impact`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function impactCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseImpactArguments(args);
  if (options.help) {
    terminal.stdout.write(IMPACT_USAGE);
    return 0;
  }
  if (options.jsonl) return await impactJsonl(options.paths[0], terminal);

  const { manifests, others, unreadable, stdin } = await sortPaths(options, terminal);
  const workspace: CliWorkspace =
    manifests.length > 0
      ? await openWorkspace(manifests, terminal.cwd(), {
          name: options.stdinName ?? 'stdin.heady.yaml',
          read: () => Promise.resolve(stdin ?? new Uint8Array()),
        })
      : { ...(await openWorkspace(['.'], terminal.cwd())), linted: [] };
  const catalog = new Catalog(workspace.index);
  const report = reportOn(workspace, catalog, others, options);
  const color = options.color ?? colorOf(terminal);
  const width = options.width ?? (terminal.stdout.isTTY ? terminal.stdout.columns : undefined);
  terminal.stdout.write(await formatImpact(options.format, report, { color, width }));
  const failed = [...workspace.unreadable, ...unreadable];
  for (const { file, reason } of failed) {
    terminal.stderr.write(`heady impact: ${file}: ${reason} It was not checked.\n`);
  }
  if (failed.length > 0) return 2;
  if (report.summary.errors > 0) return 1;
  if (report.summary.warnings <= options.maxWarnings) return 0;
  terminal.stderr.write(
    `heady impact: ${report.summary.warnings} warnings are more than the ${options.maxWarnings} allowed.\n`,
  );
  return 1;
}

function reportOn(
  workspace: CliWorkspace,
  catalog: Catalog,
  others: readonly OtherText[],
  { environment, format }: ImpactArguments,
): ImpactLintReport {
  const linted = workspace.linted.filter(({ inRoot }) => !catalog.isIgnored(inRoot));
  const report = lintFiles(linted, catalog, environment, {
    fixed: 0,
    withFixes: format === 'sarif',
    rules: impactRules,
  });
  const byName = new Map(linted.map((each) => [each.file, each]));
  const inManifests = report.findings.map(
    (finding): ImpactLocated => ({
      ...finding,
      vertical: verticalAt(catalog, byName.get(finding.file), finding.start.line),
    }),
  );
  const inTexts = others.flatMap(({ file, text }) => findingsInText(file, text, catalog));
  const findings = [...inManifests, ...inTexts];
  sortFindings(findings);
  return {
    files: linted.length + others.length,
    findings,
    undecided: [],
    summary: summarize(findings, 0),
  };
}

/** The vertical of the document at a line (from 1) of a file. */
function verticalAt(catalog: Catalog, file: LintedFile | undefined, line: number): string | null {
  const documents = (file && catalog.workspace.file(file.uri)?.documents) ?? [];
  const document = documents.findLast(({ firstLine }) => firstLine < line)?.document;
  const own = document?.kind === 'Vertical' ? document.name : undefined;
  return document?.statedText(['metadata', 'tags', 'Vertical']) ?? own ?? null;
}

/** Which of the given paths are manifests, folders and globs, and which are single files of another kind. */
async function sortPaths({ paths, stdinName }: ImpactArguments, terminal: Terminal) {
  const manifests: string[] = [];
  const others: OtherText[] = [];
  const unreadable: UnusableFile[] = [];
  let stdin: Uint8Array | undefined;
  for (const path of paths) {
    if (path === '-') {
      stdin ??= await readAll(terminal.stdin);
      const decoded = decodeManifest(stdin);
      if (isManifest(stdinName, decoded)) manifests.push('-');
      else if ('text' in decoded) others.push({ file: stdinName ?? 'stdin.txt', text: decoded.text });
      else unreadable.push({ file: stdinName ?? '-', reason: decoded.refusal });
      continue;
    }
    const absolute = resolve(terminal.cwd(), path);
    const status = await stat(absolute).catch(() => undefined);
    if (!status?.isFile() || isManifestName(absolute.split(sep).join('/').replace(/^\//, ''))) {
      manifests.push(path);
      continue;
    }
    const file = relative(terminal.cwd(), absolute).split(sep).join('/');
    const read = await readText(absolute, status.size);
    if ('text' in read) others.push({ file, text: read.text });
    else unreadable.push({ file, reason: read.refusal });
  }
  return { manifests, others, unreadable, stdin };
}

/** By its name; without one, by what it says: whoever pipes prose writes no `kind:`. */
function isManifest(name: string | undefined, decoded: ReturnType<typeof decodeManifest>): boolean {
  if (name !== undefined) return isManifestName(basename(name)) || isManifestName(name);
  if (!('text' in decoded)) return false;
  return parseManifest(decoded.text).documents.some(
    ({ document }) => document.isMap && (document.kind !== undefined || !document.lacks(['apiVersion'])),
  );
}

async function readText(path: string, size: number): Promise<{ text: string } | { refusal: string }> {
  if (size > MAX_FILE_LENGTH * 3) {
    return { refusal: `The file is ${Math.round(size / 1_000_000)} MB. Split it into several files.` };
  }
  try {
    const decoded = decodeManifest(await readFile(path));
    if ('text' in decoded && decoded.text.includes('\0')) return { refusal: 'The file is binary, not text.' };
    return decoded;
  } catch (error) {
    return { refusal: reasonOf(error, 'read') };
  }
}
