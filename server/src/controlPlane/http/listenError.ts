/** The control plane cannot listen where it was told to; the message says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor({ host, port }: { host: string; port: number }, cause: NodeJS.ErrnoException) {
    super(`It cannot listen on ${host} port ${port}: ${reasonOf(cause)}`);
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another program does. Stop it, or choose another port.';
    case 'EACCES':
      return 'that takes more rights. Choose a port from 1024.';
    case 'EADDRNOTAVAIL':
      return 'this machine has no such address. 127.0.0.1 is for this machine only, 0.0.0.0 for all networks.';
    case 'ENOTFOUND':
      return 'there is no host of that name.';
    default:
      return message;
  }
}
