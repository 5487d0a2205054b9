/** What a server answers that does not go over to WebSocket. */
export class HttpStatus extends Error {
  override readonly name = 'HttpStatus';
  readonly status: number;

  constructor(status: number) {
    super(`It answers with HTTP ${status} rather than with WebSocket.`);
    this.status = status;
  }
}
