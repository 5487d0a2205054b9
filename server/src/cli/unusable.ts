/** A file that could not be read or written. */
export interface UnusableFile {
  /** Relative to the working directory, with `/`. */
  file: string;
  /** Why, in words, with a full stop. */
  reason: string;
}

/** What the file system's error means to a person who wanted to read or change a file. */
export function reasonOf(error: unknown, wanted: 'read' | 'change'): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  if (code === 'EACCES' || code === 'EPERM') return `no permission to ${wanted} it.`;
  if (code === 'EROFS') return 'it lies on a read-only file system.';
  if (code === 'ELOOP') return 'it is a symbolic link that leads back to itself.';
  return /[.]$/.test(message) ? message : `${message}.`;
}
