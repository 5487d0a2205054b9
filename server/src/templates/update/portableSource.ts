import { relative, sep } from 'node:path';

/** The id of a source as a project records it: a folder of the workspace is the same wherever that is checked out. */
export function portableSource(id: string, root: string): string {
  if (!id.startsWith('folder:')) return id;
  const path = relative(root, id.slice('folder:'.length)).split(sep).join('/');
  return path === '..' || path.startsWith('../') || /^([a-z]:|\/)/i.test(path) ? id : `folder:${path}`;
}
