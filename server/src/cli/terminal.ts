/** Where a command reads from and writes to, and what surrounds it. `process` is one. */
export interface Terminal {
  stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: {
    write(text: string): unknown;
    /** Of a stream that can be too slow: after `write` said false, `drain` says when to go on, or `close` that nobody reads. */
    once?(event: 'drain' | 'close', then: () => void): unknown;
    off?(event: 'drain' | 'close', then: () => void): unknown;
    destroyed?: boolean;
    isTTY?: boolean;
    columns?: number;
  };
  stderr: { write(text: string): unknown; isTTY?: boolean };
  env: Record<string, string | undefined>;
  cwd(): string;
}
