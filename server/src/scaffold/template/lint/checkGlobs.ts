import picomatch from 'picomatch';
import { writtenPath } from '../readTemplate.ts';
import type { TemplateFinding } from './finding.ts';
import { atField, type Subject } from './subject.ts';

/** Conditions on files that are not there. */
export function checkGlobs(subject: Subject): TemplateFinding[] {
  const { own, manifests, template, isAbstract } = subject;
  const files = manifests.get(own.name)?.document.stated(['spec', 'files']);
  // Files of what extends an abstract template may be meant.
  if (isAbstract || !Array.isArray(files)) return [];
  const paths = [...template.files.keys()].flatMap((path) => [path, writtenPath(path)]);
  return files.flatMap((_, index) => {
    const globs = manifests.get(own.name)?.document.stated(['spec', 'files', index, 'paths']);
    return (Array.isArray(globs) ? globs : []).flatMap((glob, position) => {
      if (typeof glob !== 'string' || paths.some((path) => picomatch.isMatch(path, glob, { dot: true })))
        return [];
      const message = `No file of the template is at "${glob}". Paths are as they stand in the template, such as files/src/**.`;
      const field = ['spec', 'files', index, 'paths', position];
      return [atField(subject, field, { rule: 'template/glob', severity: 'error', message })];
    });
  });
}
