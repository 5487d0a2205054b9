import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_TEMPLATE_BYTES, MAX_TEMPLATE_FILES } from '../scaffold/template/readTemplate.ts';
import { TemplateError, type TemplateFile } from '../scaffold/template/template.ts';

/**
 * All files below a folder, in no order that counts. Links are not followed: what they lead to may lie anywhere.
 *
 * @throws {TemplateError} where there is a link, or more than a template may hold
 */
export async function readTemplateFolder(folder: string): Promise<TemplateFile[]> {
  const files: TemplateFile[] = [];
  let size = 0;
  const visit = async (inside: string): Promise<void> => {
    for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isSymbolicLink()) throw new TemplateError('a template has no links', path);
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) {
        const { size: bytes, mode } = await lstat(join(folder, path));
        size += bytes;
        if (files.length === MAX_TEMPLATE_FILES || size > MAX_TEMPLATE_BYTES)
          throw new TemplateError(
            `it holds more than ${MAX_TEMPLATE_FILES} files or ${MAX_TEMPLATE_BYTES} bytes`,
          );
        files.push({
          path,
          bytes: await readFile(join(folder, path)),
          executable: (mode & 0o111) !== 0,
        });
      }
    }
  };
  await visit('');
  return files;
}
