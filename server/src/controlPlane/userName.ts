import { userInfo } from 'node:os';

/** Who runs this command, for the audit log. In a container there may be no name for whoever it is. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
