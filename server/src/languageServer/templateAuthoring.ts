import { dirname } from 'node:path';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { Catalog } from '../catalog/catalog.ts';
import { inSlices } from '../catalog/slices.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { isOnDisk, uriOf } from '../catalog/workspaceLoader.ts';
import type { Severity } from '../rules/levels.ts';
import type { TemplateFileFinding } from '../templates/lintTemplateFolder.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Session } from './session.ts';

const TEMPLATE = /\/template\.heady\.yaml$/;

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/**
 * What the lint of templates finds, in all files of a template whose manifest was opened: anew when that or a text of it
 * is saved. It makes projects in memory, so it looks at nothing in a workspace that the user does not trust.
 */
export class TemplateAuthoring {
  readonly #session: Session;
  readonly #diagnostics: Diagnostics;
  /** By the URI of a template's manifest: what ends the lint that is under way. */
  readonly #running = new Map<string, AbortController>();
  /** By the URI of a template's manifest: what is said of which files. */
  readonly #found = new Map<string, ReadonlyMap<string, Diagnostic[]>>();

  constructor(session: Session, diagnostics: Diagnostics) {
    this.#session = session;
    this.#diagnostics = diagnostics;
  }

  listen(): void {
    const { documents } = this.#session;
    documents.onDidOpen(({ document }) => void this.#lint(document.uri));
    documents.onDidSave(({ document }) => void this.#lint(document.uri));
  }

  /** A text of a template was written: of one whose findings are shown, perhaps. */
  textChanged(uri: string): void {
    for (const template of this.#found.keys())
      if (uri.startsWith(template.replace(TEMPLATE, '/'))) void this.#lint(template);
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
  }

  async #lint(uri: string): Promise<void> {
    if (!TEMPLATE.test(uri) || !isOnDisk(uri) || this.#session.options.trusted === false) return;
    this.#running.get(uri)?.abort();
    const running = new AbortController();
    this.#running.set(uri, running);
    try {
      // Templates and their engine are loaded when first needed.
      const { lintTemplateFolder } = await import('../templates/lintTemplateFolder.ts');
      const options = { year: new Date().getFullYear(), facts: new Catalog(new WorkspaceIndex()) };
      const steps = await lintTemplateFolder(dirname(URI.parse(uri).fsPath), options);
      const findings = await inSlices(steps, running.signal);
      if (findings) this.#tell(uri, findings);
    } catch (cause) {
      this.#session.connection.console.error(`The template at ${uri} could not be checked: ${String(cause)}`);
    } finally {
      if (this.#running.get(uri) === running) this.#running.delete(uri);
    }
  }

  #tell(template: string, findings: readonly TemplateFileFinding[]): void {
    const now = new Map<string, Diagnostic[]>();
    // What does not fit the schema is told as in any manifest.
    for (const finding of findings.filter(({ rule }) => rule !== 'template/unreadable')) {
      const uri = uriOf(finding.file);
      now.set(uri, [...(now.get(uri) ?? []), diagnosticOf(finding)]);
    }
    const before = this.#found.get(template)?.keys() ?? [];
    this.#found.set(template, now);
    for (const uri of new Set([...before, ...now.keys()]))
      this.#diagnostics.tellBeside(uri, this.#allOf(uri));
  }

  /** A file of a base is looked at with each template that extends it. */
  #allOf(uri: string): Diagnostic[] {
    const all = [...this.#found.values()].flatMap((found) => found.get(uri) ?? []);
    return [...new Map(all.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
  }
}

function diagnosticOf({ range, severity, rule, message }: TemplateFileFinding): Diagnostic {
  return { range, severity: SEVERITIES[severity], source: 'heady', code: rule, message };
}
