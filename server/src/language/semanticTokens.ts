import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { parseServiceName } from '../rules/naming/serviceName.ts';
import { namesOf } from '../rules/references.ts';
import { occurrencesIn } from './occurrences.ts';

/** Order matters: the encoded tokens refer to these by number. */
export const SEMANTIC_TOKENS_LEGEND = {
  tokenTypes: ['enumMember', 'namespace', 'class'],
  tokenModifiers: ['declaration'],
};

const [ENVIRONMENT, VERTICAL, SERVICE] = [0, 1, 2];
const DECLARATION = 1;

/** The segments of each service name in a file, encoded as LSP has it: environment, vertical, service. */
export function semanticTokens(file: ManifestFile, verticals: readonly string[]): number[] {
  const data: number[] = [];
  let last = { line: 0, character: 0 };
  for (const placed of file.documents) {
    for (const occurrence of occurrencesIn(placed.document)) {
      const { kind, name, span, role, inAnyEnvironment } = occurrence;
      const [fullName = name] = namesOf(occurrence);
      const parts = kind === 'Service' ? parseServiceName(fullName, verticals) : undefined;
      if (!parts || span.end - span.start !== name.length) continue;
      const modifiers = role === 'declaration' ? DECLARATION : 0;
      const lengths = [
        ...(inAnyEnvironment ? [] : [[parts.environment.length, ENVIRONMENT] as const]),
        [parts.vertical.length, VERTICAL],
        [parts.service.length, SERVICE],
      ] as const;
      let start = span.start;
      for (const [length, type] of lengths) {
        const at = rangeOf(placed, { start, end: start }).start;
        const sameLine = at.line === last.line;
        data.push(
          at.line - last.line,
          sameLine ? at.character - last.character : at.character,
          length,
          type,
          modifiers,
        );
        last = at;
        start += length + 1;
      }
    }
  }
  return data;
}
