import { type HttpProcess, startHttp } from '../controlPlane/httpProcess.ts';
import type { LoadBalancer } from './loadBalancer.ts';

/** One node of a control plane, which a supervisor starts again. */
export class Node {
  readonly #store: string;
  readonly #balancer: LoadBalancer;
  #process: HttpProcess;

  private constructor(store: string, balancer: LoadBalancer, process: HttpProcess) {
    this.#store = store;
    this.#balancer = balancer;
    this.#process = process;
  }

  static async start(store: string, balancer: LoadBalancer): Promise<Node> {
    const node = new Node(store, balancer, await startOn(store));
    balancer.add(node.#port);
    return node;
  }

  /** Nobody is told: the balancer finds out when it connects. */
  async kill(): Promise<void> {
    this.#process.child.kill('SIGKILL');
    await this.#process.exited;
  }

  async startAgain(): Promise<void> {
    this.#balancer.remove(this.#port);
    this.#process = await startOn(this.#store);
    this.#balancer.add(this.#port);
  }

  /** @returns its exit code */
  async end(): Promise<number | null> {
    this.#process.child.kill('SIGTERM');
    return await this.#process.exited;
  }

  get url(): URL {
    return this.#process.url;
  }

  get #port(): number {
    return Number(this.#process.url.port);
  }
}

function startOn(store: string): Promise<HttpProcess> {
  const environment = { HEADY_CONTROL_PLANE_STATE_KEY: 'a-state-key-of-the-tests-0123456789abcdef' };
  return startHttp({ args: ['--store', store], environment });
}
