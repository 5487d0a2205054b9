import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_TEMPLATE_BYTES } from '../../scaffold/template/readTemplate.ts';
import { TemplateError, type TemplateFile } from '../../scaffold/template/template.ts';
import { type ManifestOnly, readTemplates } from '../readTemplates.ts';
import type { SourceTemplates, TemplateSource } from '../templateSource.ts';
import { git } from './git.ts';
import type { RepositoryPlace } from './repository.ts';

/** For how long a copy is taken as it is before the repository is asked again. */
const FRESH_MS = 10 * 60_000;

interface TreeEntry {
  mode: string;
  sha: string;
  size: number;
  /** Below the source's folder. */
  path: string;
}

/**
 * Templates in a folder of a git repository. The repository is copied without a work tree and its files are read from git's
 * own objects: nothing is checked out, so no hook, filter or link of it does anything. Without a network the last copy serves.
 */
export class GitSource implements TemplateSource {
  readonly id: string;
  readonly title: string;
  readonly #place: RepositoryPlace;
  readonly #copy: string;
  readonly #manifestOnly: ManifestOnly | undefined;
  #refreshing: Promise<void> | undefined;
  /** When the repository was last asked, whatever came of it. */
  #tried = 0;

  /** @param cache folder for copies of repositories */
  constructor(place: RepositoryPlace, cache: string, manifestOnly?: ManifestOnly) {
    const { url, ref = '', folder } = place;
    this.#place = place;
    this.id = `git:${url}${ref === '' && folder === '' ? '' : `#${ref}`}${folder === '' ? '' : `:${folder}`}`;
    this.title = url.replace(/^[a-z]+:\/\//, '').replace(/\.git$/, '');
    this.#copy = join(cache, createHash('sha256').update(`${url}\0${ref}`).digest('hex').slice(0, 20));
    this.#manifestOnly = manifestOnly;
  }

  /** The commit that the copy is at. */
  async stamp(): Promise<string> {
    await this.#refresh();
    return (await this.#git('rev-parse', 'HEAD')).toString().trim();
  }

  async read(): Promise<SourceTemplates> {
    await this.#refresh();
    const entries = (await this.#entries()).filter(({ path }) => path.includes('/') && !path.startsWith('.'));
    const names = [...new Set(entries.map(({ path }) => path.slice(0, path.indexOf('/'))))].sort();
    const files = (name: string) => this.#files(entries, `${name}/`);
    return readTemplates({ names, files }, this.#manifestOnly);
  }

  async #entries(): Promise<TreeEntry[]> {
    const { folder } = this.#place;
    const root = folder === '' ? 'HEAD' : `HEAD:${folder}`;
    const listing = (await this.#git('ls-tree', '-r', '-l', '-z', root)).toString('utf8');
    return listing
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const tab = line.indexOf('\t');
        const [mode = '', , sha = '', size = '0'] = line.slice(0, tab).split(/ +/);
        return { mode, sha, size: Number(size), path: line.slice(tab + 1) };
      });
  }

  /** @throws {TemplateError} for links, other repositories, and more than a template may hold */
  async #files(entries: readonly TreeEntry[], prefix: string): Promise<TemplateFile[]> {
    const own = entries.filter(({ path }) => path.startsWith(prefix));
    const odd = own.find(({ mode }) => mode !== '100644' && mode !== '100755');
    if (odd)
      throw new TemplateError(
        odd.mode === '120000' ? 'a template has no links' : 'another repository in it is not read',
        odd.path.slice(prefix.length),
      );
    if (own.reduce((sum, { size }) => sum + size, 0) > MAX_TEMPLATE_BYTES)
      throw new TemplateError(`it holds more than ${MAX_TEMPLATE_BYTES} bytes`);
    const output = await git(
      [`--git-dir=${this.#copy}`, 'cat-file', '--batch'],
      own.map(({ sha }) => `${sha}\n`).join(''),
    );
    let at = 0;
    return own.map(({ mode, path, size }) => {
      const start = output.indexOf(10, at) + 1;
      at = start + size + 1;
      return {
        path: path.slice(prefix.length),
        bytes: output.subarray(start, start + size),
        executable: mode === '100755',
      };
    });
  }

  /** Copies the repository where that was long ago, once for all who ask meanwhile. */
  #refresh(): Promise<void> {
    this.#refreshing ??= this.#renew().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** An old copy serves where the repository cannot be reached, which is tried again when it would be renewed next. */
  async #renew(): Promise<void> {
    const age = await ageOf(this.#copy);
    if (age !== undefined && Math.min(age, Date.now() - this.#tried) < FRESH_MS) return;
    this.#tried = Date.now();
    const { url, ref } = this.#place;
    const fresh = `${this.#copy}.${process.pid}.new`;
    try {
      await mkdir(join(this.#copy, '..'), { recursive: true });
      await git([
        'clone',
        '--bare',
        '--quiet',
        '--depth=1',
        '--single-branch',
        '--no-tags',
        '--template=',
        ...(ref === undefined ? [] : [`--branch=${ref}`]),
        '--',
        url,
        fresh,
      ]);
      await rm(this.#copy, { recursive: true, force: true });
      await rename(fresh, this.#copy);
    } catch (cause) {
      await rm(fresh, { recursive: true, force: true });
      if (age === undefined) throw cause;
    }
  }

  #git(...args: string[]): Promise<Buffer> {
    return git([`--git-dir=${this.#copy}`, ...args]);
  }
}

/** Milliseconds since the copy was made; undefined where there is none. */
async function ageOf(copy: string): Promise<number | undefined> {
  try {
    return Date.now() - (await stat(join(copy, 'HEAD'))).mtimeMs;
  } catch {
    return undefined;
  }
}
