import { Catalog } from '../../catalog/catalog.ts';
import { gitIdentity } from '../../catalog/gitIdentity.ts';
import { NO_CONTROL_PLANE } from '../../catalog/knowledge.ts';
import type { ScaffoldAnswers } from '../../protocol/scaffold.ts';
import { fullName } from '../../scaffold/answers.ts';
import { type Plan, planFiles } from '../../scaffold/check.ts';
import type { CreatedKind } from '../../scaffold/template/template.ts';
import type { SourceContents } from '../../templates/templateLibrary.ts';
import { portableSource } from '../../templates/update/portableSource.ts';
import { WriteError } from '../../templates/write/fileChange.ts';
import { reach } from '../controlPlane.ts';
import { libraryOf, uriIn, workspaceFolder } from '../templateLibrary.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage.ts';
import { openWorkspace } from '../workspace.ts';
import { type Asker, Cancelled, terminalAsker } from './asker.ts';
import { askMissing, askTemplate } from './askMissing.ts';
import { carryOut, takeBackFirst } from './carryOut.ts';
import { KIND_WORDS } from './kinds.ts';
import { missingAnswers } from './missing.ts';
import { NEW_USAGE, type NewArguments, parseNewArguments } from './newArguments.ts';
import type { NewReport } from './newReport.ts';
import { parameterValues } from './parameterValues.ts';
import { plannedFiles } from './plannedFiles.ts';
import { chosenOffer, type Offer, offersOf } from './templateChoice.ts';
import { formatList, listJson } from './templateList.ts';

/**
 * `heady new`.
 *
 * @param ask opens the way to whoever is asked for what is missing; undefined: nobody is there
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function newCommand(
  args: readonly string[],
  terminal: Terminal,
  ask: (() => Promise<Asker>) | undefined = isInteractive(terminal) ? terminalAsker : undefined,
): Promise<number> {
  const options = parseNewArguments(args);
  if (options.help) {
    terminal.stdout.write(NEW_USAGE);
    return 0;
  }
  const root = workspaceFolder(options.workspace, terminal.cwd());
  const contents = await libraryOf(root, options.templates, terminal, options.controlPlane).list();
  const { kind } = options;
  if (options.list || !kind) {
    terminal.stdout.write(options.json ? listJson(contents, kind) : formatList(contents, kind));
    return 0;
  }
  const asker = options.yes || options.json ? undefined : await ask?.();
  try {
    if (!options.dryRun) await takeBackFirst(root, terminal);
    const report = await planned({ ...options, kind }, root, contents, terminal, asker);
    return await carryOut(report, root, options, terminal, asker);
  } catch (error) {
    if (error instanceof WriteError) throw new UsageError(error.message);
    if (!(error instanceof Cancelled)) throw error;
    terminal.stderr.write('heady new: nothing was written.\n');
    return 2;
  }
}

function isInteractive({ stdin, stdout, env }: Terminal): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !env.CI;
}

/** What would be made of the answers, those that are asked for too. Writes nothing. */
async function planned(
  options: NewArguments & { kind: CreatedKind },
  root: string,
  contents: readonly SourceContents[],
  terminal: Terminal,
  asker: Asker | undefined,
): Promise<NewReport> {
  const { kind, folder } = options;
  const chosen = chosenOffer(contents, kind, options);
  const given = chosen ? givenAnswers(options, chosen) : (options.answers as ScaffoldAnswers);
  const offers = offersOf(contents, kind);
  const missing = missingAnswers(kind, given, chosen, offers);
  if (!asker && missing.length > 0)
    throw new UsageError(
      `${KIND_WORDS[kind]}: still needed: ${missing.join(', ')}. In a terminal, without --yes and --json, they are asked for.`,
    );
  const offer = chosen ?? (await askTemplate(offers, asker));
  const { index } = await openWorkspace([root], terminal.cwd());
  const controlPlane = options.controlPlane && (await reach(options.controlPlane, 'heady new', terminal));
  const catalog = new Catalog(
    index,
    () => controlPlane ?? NO_CONTROL_PLANE,
    asker ? await gitIdentity(root) : [],
  );
  const year = new Date().getFullYear();
  const { template, source } = offer;
  const plan: Plan = {
    template,
    answers: givenAnswers(options, offer),
    folder,
    year,
    source: portableSource(source, root),
    facts: catalog,
    uriOf: uriIn(root),
  };
  const answers = asker ? await askMissing(plan, catalog, asker) : plan.answers;
  const { generated, problems } = planFiles({ ...plan, answers });
  const complete = { name: '', parameters: {}, ...answers };
  return {
    name: fullName(kind, complete),
    template: { source, name: template.name, version: template.spec.version },
    folder: generated?.folder ?? folder ?? '',
    files: await plannedFiles(root, generated?.files ?? [], options.existing),
    problems,
    secrets: template.spec.secrets ?? [],
    manifest: generated?.manifest,
    next: generated?.next,
  };
}

function givenAnswers({ answers, set }: NewArguments, { template }: Offer): ScaffoldAnswers {
  return { ...(answers as ScaffoldAnswers), parameters: parameterValues(template, set) };
}
