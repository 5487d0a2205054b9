import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressParams,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { inSlices } from '../catalog/slices.ts';
import { fileName, impactItems } from '../language/impact/items.ts';
import { impactTextItems } from '../language/impact/textItems.ts';
import type { Project } from '../language/project.ts';
import { MAX_FILE_LENGTH } from '../manifest/parse.ts';
import type {
  ImpactExportParams,
  ImpactItem,
  ImpactResult,
  ImpactTextItem,
  ImpactTextParams,
} from '../protocol/impact.ts';
import { Methods } from '../protocol.ts';
import type { Session } from './session.ts';

/** Least time between two reports of progress, in ms. */
const PROGRESS_INTERVAL = 100;

/** Answers what the report of Impact Check asks for. */
export function listenForImpact(connection: Connection, session: () => Session): void {
  connection.onRequest(Methods.impact, async ({ workDoneToken }: WorkDoneProgressParams, token) => {
    const progress = connection.window.attachWorkDoneProgress(workDoneToken);
    progress.begin('Impact Check', 0, undefined, true);
    try {
      return await checkWorkspace(session(), progress, token);
    } finally {
      progress.done();
    }
  });
  connection.onRequest(Methods.impactText, async (params: ImpactTextParams) => checkText(session(), params));
  connection.onRequest(Methods.impactExport, async (params: ImpactExportParams) => {
    const { exportImpact } = await import('./impactExport.ts');
    return await exportImpact(params);
  });
}

async function checkWorkspace(
  session: Session,
  progress: WorkDoneProgressReporter,
  token: CancellationToken,
): Promise<ImpactResult | ResponseError<void>> {
  const stop = new AbortController();
  const cancelled = new Promise<void>((done) => {
    token.onCancellationRequested(() => {
      stop.abort();
      done();
    });
  });
  // What half a workspace says of its words and phrases is not the whole.
  await Promise.race([session.indexed(), cancelled]);
  session.syncAll();
  const { project, loader } = session;
  const uris = [...project.catalog.workspace.uris].sort();
  const items = await inSlices(itemsOf(project, uris, progress), stop.signal);
  if (!items) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  const unreadable = [...loader.unreadable].map(([uri, reason]) => ({
    file: fileName(project.folders, uri),
    reason,
  }));
  return { files: uris.length, items, unreadable };
}

/** A step for each file; tells how far it is. */
function* itemsOf(
  project: Project,
  uris: readonly string[],
  progress: WorkDoneProgressReporter,
): Generator<void, ImpactItem[]> {
  const items: ImpactItem[] = [];
  let told = performance.now();
  for (const [done, uri] of uris.entries()) {
    items.push(...impactItems(project, uri));
    if (performance.now() - told > PROGRESS_INTERVAL) {
      told = performance.now();
      progress.report(((done + 1) / uris.length) * 100, `${done + 1} of ${uris.length} manifests`);
    }
    yield;
  }
  return items;
}

async function checkText(
  session: Session,
  { name, text }: ImpactTextParams,
): Promise<ImpactTextItem[] | ResponseError<void>> {
  if (text.length > MAX_FILE_LENGTH) {
    const message = `The text holds ${Math.ceil(text.length / 1_000_000)} million characters; up to ${MAX_FILE_LENGTH / 1_000_000} million are checked. Select a part of it.`;
    return new ResponseError(ErrorCodes.InvalidParams, message);
  }
  await session.indexed();
  session.syncAll();
  return impactTextItems(session.project, name, text);
}
