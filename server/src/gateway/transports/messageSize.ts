/** A longer message of a server ends the connection, whatever it comes over. In bytes. */
export const MAX_MESSAGE = 64 * 1024 * 1024;
