import type { ManifestDocument } from '../../manifest/document.ts';
import { formatWrittenPath, type Plain } from '../../manifest/tree.ts';
import type { DocumentRef } from '../facts.ts';
import type { Severity } from '../levels.ts';
import type { Finding, Rule } from '../rule.ts';
import { type Judge, judgeOf, TOO_LONG } from './checks.ts';
import { type PathPattern, parsePath, placesOf } from './path.ts';

const CUSTOM = ['spec', 'custom'];

/** The rules that a Policy manifest defines. One that is itself at fault does not run: the fault is told at the policy. */
export function rulesDefinedBy(policy: ManifestDocument, at: DocumentRef): Rule[] {
  const listed = policy.stated(CUSTOM);
  const indexes = Array.isArray(listed) ? [...listed.keys()] : [];
  return indexes.flatMap((index) => (isFaulty(policy, index) ? [] : compile(policy, at, index)));
}

function isFaulty({ schemaProblems }: ManifestDocument, index: number): boolean {
  return schemaProblems.some(
    ({ rule, path }) =>
      rule !== 'schema/unknown-field' && path[0] === 'spec' && path[1] === 'custom' && path[2] === index,
  );
}

function compile(policy: ManifestDocument, at: DocumentRef, index: number): Rule[] {
  const item = [...CUSTOM, index];
  const text = (field: string) => policy.statedText([...item, field]);
  const [id, check, path] = [text('id'), text('check'), parsePath(text('path') ?? '')];
  if (!id || !check || !path) return [];
  const message = text('message');
  const find = finderOf(check, policy.stated([...item, 'value']), path, message);
  if (!find) return [];
  const kinds = policy.stated([...item, 'kinds']);
  const severity = text('severity') ?? 'warning';
  const name = policy.name ? `"${policy.name}"` : 'without a name';
  const related = [
    { at, span: policy.place([...item, 'id']), message: `The policy ${name} asks for it here.` },
  ];
  return [
    {
      id: `policy/${id}`,
      summary: message ?? `A rule of the policy ${name}.`,
      severity: isSeverity(severity) ? severity : 'warning',
      ...(severity === 'off' ? { isOff: true } : {}),
      raised: false,
      *check({ document }) {
        if (Array.isArray(kinds) && kinds.length > 0 && !kinds.includes(document.kind ?? null)) return;
        for (const finding of find(document)) yield { ...finding, related };
      },
    },
  ];
}

/** The findings of a check in a document. */
type Finder = (document: ManifestDocument) => Iterable<Finding>;

function finderOf(
  check: string,
  value: Plain | undefined,
  path: PathPattern,
  message: string | undefined,
): Finder | undefined {
  if (check === 'required') return (document) => missing(document, path, message);
  if (check === 'forbidden') return (document) => forbidden(document, path, message);
  const judge = judgeOf(check, value);
  return judge && ((document) => unfitting(document, path, judge, message));
}

/** Absent, null and (for texts) empty are missing; of a text that is no YAML nobody can say. */
function* missing(document: ManifestDocument, path: PathPattern, message?: string): Generator<Finding> {
  if (document.broken || !document.isMap) return;
  for (const at of placesOf(document.root, path)) {
    const node = document.node(at);
    const isEmpty = node?.type === 'scalar' && node.value === '';
    if (node && !isEmpty) continue;
    // The place of an empty value is that of one that is not there.
    const place = isEmpty ? document.keyPlace(at.slice(0, -1)) : document.place(at);
    yield { ...place, message: message ?? `"${formatWrittenPath(document.root, at)}" is missing.` };
  }
}

function* forbidden(document: ManifestDocument, path: PathPattern, message?: string): Generator<Finding> {
  for (const at of placesOf(document.root, path)) {
    if (document.stated(at) === undefined) continue;
    yield {
      ...document.keyPlace(at),
      message: message ?? `"${formatWrittenPath(document.root, at)}" must not be here.`,
    };
  }
}

/** A value that does not fit the schema counts as not stated (decision 4). */
function* unfitting(
  document: ManifestDocument,
  path: PathPattern,
  judge: Judge,
  message?: string,
): Generator<Finding> {
  for (const at of placesOf(document.root, path)) {
    const value = document.stated(at);
    const fault = value === undefined ? undefined : judge(value);
    if (fault === undefined) continue;
    const said = fault === TOO_LONG ? undefined : message;
    yield { ...document.place(at), message: said ?? `"${formatWrittenPath(document.root, at)}" ${fault}.` };
  }
}

function isSeverity(text: string): text is Severity {
  return text === 'error' || text === 'warning' || text === 'info';
}
