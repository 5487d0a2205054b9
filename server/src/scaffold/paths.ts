/** Names that Windows takes for devices, whatever the suffix. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** What is written to no path on any system that people check the project out on. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a path
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*\\]/;

/** What nobody sees, or what has the rest read as something else: another direction, no width, half a character. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const MAX_PATH = 240;
/** As most file systems have it, of UTF-8. */
const MAX_SEGMENT_BYTES = 255;

/** Folders in which git or Heady keep what they do; git knows Windows' short names of its own, too. */
const OWN = /^(\.git|git~\d+|\.heady-staging-.*)$/i;

/**
 * Judges a path relative to the folder that files are written to.
 *
 * @returns what is wrong with it, in words; undefined: it stays within the folder on Linux, macOS and Windows
 */
export function judgePath(path: string): string | undefined {
  if (path === '') return 'the path is empty';
  if (path.length > MAX_PATH) return `the path is longer than ${MAX_PATH} characters`;
  if (path.startsWith('/') || /^[a-z]:/i.test(path))
    return 'the path is absolute; it must be relative to the project';
  const odd = FORBIDDEN.exec(path)?.[0];
  if (odd !== undefined) return `the path has ${JSON.stringify(odd)} in it, which not every system allows`;
  const hidden = HIDDEN.exec(path)?.[0];
  if (hidden !== undefined)
    return `the path has the hidden character U+${hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')} in it`;
  for (const segment of path.split('/')) {
    const fault = judgeSegment(segment);
    if (fault) return fault;
  }
  return undefined;
}

function judgeSegment(segment: string): string | undefined {
  if (segment === '') return 'the path has an empty part';
  if (segment === '..' || segment === '.')
    return `the path has "${segment}" in it and could leave the project`;
  if (/[. ]$/.test(segment)) return `"${segment}" ends with a dot or a space, which Windows drops`;
  const stem = segment.split('.')[0]?.trimEnd() ?? '';
  if (DEVICE.test(stem)) return `"${segment}" is the name of a device on Windows`;
  if (OWN.test(segment)) return `a template writes nothing into "${segment}"`;
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
    return `"${segment}" has more than ${MAX_SEGMENT_BYTES} bytes`;
  return undefined;
}

/** Files that an editor obeys as soon as they are there: programs to start, and where it finds them. */
const OBEYED = /(^|\/)(\.vscode\/(settings|tasks|launch|mcp)\.json|[^/]*\.code-workspace)$/i;

/** @returns what is wrong with a path that a template writes to, in words, beside what `judgePath` finds */
export function judgeTemplatePath(path: string): string | undefined {
  return (
    judgePath(path) ??
    (OBEYED.test(path)
      ? 'the editor obeys that file at once and starts programs by it, which is for people to write'
      : undefined)
  );
}

/**
 * Two paths that are one where case or the form of accents does not count, or of which one is a folder of the other.
 *
 * @returns what is wrong, in words; undefined: all can be written side by side
 */
export function pathCollision(paths: readonly string[]): string | undefined {
  const taken = new Map<string, string>();
  for (const path of paths) {
    const folded = fold(path);
    const other = taken.get(folded);
    if (other !== undefined)
      return `"${other}" and "${path}" are one file where upper and lower case are the same`;
    taken.set(folded, path);
  }
  for (const path of paths) {
    const parts = fold(path).split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const file = taken.get(parts.slice(0, depth).join('/'));
      if (file !== undefined) return `"${file}" is a file, and a folder of "${path}"`;
    }
  }
  return undefined;
}

/** As the file systems of macOS and Windows compare names, and more strictly where they differ: `ß` is `SS`. */
function fold(path: string): string {
  return path.normalize('NFKD').toLowerCase().toUpperCase().normalize('NFKC');
}
