/** Where templates lie in a git repository. */
export interface RepositoryPlace {
  url: string;
  /** A branch or tag; undefined: the repository's own default. */
  ref?: string;
  /** Folder in the repository, without slashes at the ends; '' is its root. */
  folder: string;
}

/** Ways to reach a repository that run no program of its choosing: not `ext::` and the like. */
const URL = /^(https:\/\/|ssh:\/\/|file:\/\/|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:)[^\s]+$/;

/** Neither an option of git nor a path out of the repository. */
const REF = /^(?!-)(?!.*\.\.)[A-Za-z0-9._/-]+$/;

/**
 * `https://host/owner/templates.git#v2:services` -> its parts.
 *
 * @returns undefined for what is no address of a repository
 * @throws {Error} in words where it is one and cannot be used
 */
export function repositoryPlace(text: string): RepositoryPlace | undefined {
  const [url = '', fragment = ''] = text.split('#', 2);
  if (!URL.test(url)) {
    if (/^[a-z][a-z0-9+.-]*:(:|\/\/)/i.test(url))
      throw new Error(
        `"${withoutCredentials(text)}" cannot be used: templates come from https, ssh or file addresses of git.`,
      );
    return undefined;
  }
  if (/^https:\/\/[^/]*@|^[a-z]+:\/\/[^/@]*:[^/@]*@|\?/.test(url))
    throw new Error(
      'The address has a user, a password or a query in it. Leave it out; git asks its own credential store.',
    );
  const [ref = '', folder = ''] = fragment.split(':', 2);
  if (ref !== '' && !REF.test(ref)) throw new Error(`"${ref}" is no branch or tag that can be used.`);
  const segments = folder.split('/').filter((segment) => segment !== '');
  if (segments.includes('..')) throw new Error(`"${folder}" leaves the repository.`);
  return { url, folder: segments.join('/'), ...(ref !== '' && { ref }) };
}

/** An address as it may be shown: without user, password and query. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1...@').replace(/\?[^#]*/, '?...');
}
