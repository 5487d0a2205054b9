/** How often something ended unexpectedly lately, and how often it may before it is left alone. */
export interface Restarts {
  count: number;
  max: number;
  withinSeconds: number;
}

/** Something that the gateway keeps running, or what is below it, as the gateway supervises it. */
export interface SupervisionNode {
  /** Name of a server, or what it is. */
  id: string;
  /**
   * Of what is started: when it is started again by itself. `permanent`: whenever it ended; `transient`: where it ended
   * unexpectedly; `temporary`: never, but whoever needs it starts it.
   */
  policy?: 'permanent' | 'transient' | 'temporary';
  /**
   * Of what is started. `waiting`: it ended, and is started again in a moment; `failed`: it ended, and is started again
   * when somebody needs it; `left alone`: it ended too often.
   */
  state?: 'idle' | 'starting' | 'running' | 'waiting' | 'failed' | 'left alone';
  /** Why it ended last. */
  error?: string;
  /** Of what is limited, for all below together. */
  restarts?: Restarts;
  children: SupervisionNode[];
}
