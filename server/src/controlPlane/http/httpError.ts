/** A request that is answered with an error status before MCP gets to see it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly #code: number;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param code of JSON-RPC */
  constructor(
    status: number,
    message: string,
    { code = -32000, headers = {} }: { code?: number; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.#code = code;
    this.#headers = headers;
  }

  /** As a JSON-RPC error, which is what MCP clients read. */
  response(): Response {
    const body = { jsonrpc: '2.0', id: null, error: { code: this.#code, message: this.message } };
    return Response.json(body, { status: this.status, headers: this.#headers });
  }
}
