import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { CallError } from '../catalog/controlPlane/answers.ts';
import { auditOf, historyOf, manifestOf } from '../catalog/controlPlane/history.ts';
import { entryUri } from '../controlPlane/resources/uri.ts';
import { declarationOf, entryDetails } from '../language/entry/details.ts';
import { fieldPlace } from '../language/entry/fieldPlace.ts';
import { environmentInName } from '../manifest/environment.ts';
import {
  type Asked,
  type EntryAnswer,
  type EntryAudit,
  type EntryDetailsParams,
  type EntryHistory,
  EntryMethods,
  type EntryPageParams,
  type EntryRef,
  type EntrySource,
  type EntryTextParams,
  type FieldPlaceParams,
} from '../protocol/entryDetails.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../protocol.ts';
import type { ControlPlanes } from './controlPlanes.ts';
import { asYaml, keyOf } from './entryRefs.ts';
import { homeOf } from './environmentPlaces.ts';
import type { Session } from './session.ts';

/** What is asked for at a time. */
const PAGE = 20;

interface Parts {
  session: Session;
  controlPlanes: ControlPlanes;
}

/** Answers what the details of an entry ask for. @param parts exist once `initialize` was answered */
export function listenForEntryDetails(connection: Connection, parts: () => Parts): void {
  connection.onRequest(EntryMethods.details, (params: EntryDetailsParams, token) =>
    answerDetails(parts(), { ...params, ...refOf(params) }, token),
  );
  connection.onRequest(EntryMethods.history, (params: EntryPageParams, token) =>
    ask(parts(), refOf(params), token, (put) => readHistory(put, params)),
  );
  connection.onRequest(EntryMethods.audit, (params: EntryPageParams, token) =>
    ask(parts(), refOf(params), token, (put) => readAudit(put, params)),
  );
  connection.onRequest(EntryMethods.text, (params: EntryTextParams, token) =>
    answerText(parts(), params, token),
  );
  connection.onRequest(EntryMethods.fieldPlace, ({ field, ...params }: FieldPlaceParams) => {
    const { session } = parts();
    session.syncAll();
    return fieldPlace(session.project, refOf(params), String(field)) ?? null;
  });
}

/** What half a workspace says of an entry, above all that there is none, is not the whole: so it is read first. */
async function answerDetails(
  { session, controlPlanes }: Parts,
  params: EntryDetailsParams,
  token: CancellationToken,
): Promise<EntryAnswer | ResponseError<void>> {
  await session.indexed();
  if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  session.syncAll();
  const { project } = session;
  const found = entryDetails(project, params);
  const environment = found?.item.environment ?? params.environment;
  const source = sourceOf(controlPlanes, environment ?? homeOf(project, params.kind, params.name));
  if (found) return { ...found, ...source };
  return { state: project.catalog.seesAll ? 'absent' : 'unknown', ...source };
}

/** Of an environment that no folder is switched to it is known what was heard of its control plane last. */
function sourceOf(controlPlanes: ControlPlanes, environment: EnvironmentName): EntrySource {
  if (controlPlanes.serves(environment))
    return { controlPlane: controlPlanes.statusOf(environment) ?? controlPlanes.status };
  const factsAt = controlPlanes.factsAt(environment);
  const message = elsewhere(environment);
  return {
    controlPlane: { state: 'offline', environment, ...(factsAt ? { factsAt } : {}), message },
    elsewhere: environment,
  };
}

type Put = (tool: string, args: Record<string, unknown>) => Promise<unknown>;

async function readHistory(put: Put, { cursor, ...ref }: EntryPageParams): Promise<EntryHistory> {
  return historyOf(
    await put('catalog_history', { ...keyOf(ref), limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );
}

async function readVersion(put: Put, { version, ...ref }: EntryTextParams): Promise<string> {
  // The history goes back from a cursor: what comes before the next version is this one.
  const cursor = String(Number(version) + 1);
  const answer = await put('catalog_history', { ...keyOf(ref), manifests: true, limit: 1, cursor });
  const manifest = manifestOf(answer, Number(version));
  if (manifest === undefined)
    throw new CallError(`There is no version ${version} of ${ref.kind} ${ref.name}.`);
  return asYaml(manifest);
}

async function readAudit(put: Put, { cursor, ...ref }: EntryPageParams): Promise<EntryAudit> {
  const { kind, name, environment } = keyOf(ref);
  const target = entryUri({ kind, name, environment: environment ?? environmentInName(kind, name) });
  return auditOf(await put('audit_query', { target, limit: PAGE, ...(cursor ? { cursor } : {}) }));
}

/** Asks the control plane of the entry's environment; what keeps it from an answer is part of the answer. */
async function ask<T>(
  { session, controlPlanes }: Parts,
  { kind, name, environment: stated }: EntryRef,
  token: CancellationToken,
  read: (put: Put) => Promise<T>,
): Promise<Asked<T> | ResponseError<void>> {
  const environment = stated ?? homeOf(session.project, kind, name);
  if (!controlPlanes.serves(environment)) return { state: 'unavailable', message: elsewhere(environment) };
  const client = controlPlanes.clientOf(environment);
  if (!client) return { state: 'unavailable', message: 'No control plane is used here.' };
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  try {
    return { state: 'answered', answer: await read((tool, args) => client.ask(tool, args, stop.signal)) };
  } catch (error) {
    if (stop.signal.aborted) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
    const message = error instanceof Error ? error.message : String(error);
    const isRole = error instanceof CallError && error.refusedBy?.startsWith('access/') === true;
    return { state: isRole ? 'role' : 'unavailable', message };
  }
}

async function answerText(
  parts: Parts,
  params: EntryTextParams,
  token: CancellationToken,
): Promise<Asked<string> | ResponseError<void>> {
  const ref = refOf(params);
  if (params.version === 'manifest') return manifestText(parts, ref);
  return await ask(parts, ref, token, (put) => readVersion(put, params));
}

function manifestText({ session }: Parts, ref: EntryRef): Asked<string> {
  session.syncAll();
  const declaration = declarationOf(session.project, ref);
  if (!declaration)
    return { state: 'unavailable', message: `The workspace has no manifest of ${ref.kind} ${ref.name}.` };
  return { state: 'answered', answer: asYaml(declaration.document.value ?? null) };
}

/** @throws what the client is answered, where it names no entry */
function refOf({ kind, name, environment }: EntryRef): EntryRef {
  const known = ENVIRONMENT_NAMES.find((each) => each === environment);
  if (typeof kind === 'string' && typeof name === 'string' && known === environment)
    return keyOf({ kind, name, ...(known ? { environment: known } : {}) });
  throw new ResponseError(
    ErrorCodes.InvalidParams,
    'An entry is named by its kind, its name and its environment, if any.',
  );
}

function elsewhere(environment: string): string {
  return `The editor is connected to another environment. Switch to ${environment} to ask its control plane.`;
}
