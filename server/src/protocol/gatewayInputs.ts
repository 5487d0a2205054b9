/** Something that a `mcp.json` asks whoever uses it for. */
export interface ServerInput {
  id: string;
  type: 'promptString' | 'pickString' | 'command';
  /** What is asked for, in the words of who wrote the file. */
  description?: string;
  /** Nobody is to see it being typed. */
  password: boolean;
  default?: string;
  /** Of `pickString`: what there is to choose from. */
  options?: string[];
}

/** Parameters of `heady/gateway/inputs`. */
export interface InputsParams {
  /** Of the file that asks: answers are for it alone. */
  uri: string;
  ids: string[];
}

/** Its answer: what the editor keeps, sealed as tokens are; what it was never told is not in it. */
export interface InputsAnswer {
  sealed: { [id: string]: string };
}

export const InputMethods = {
  /** request to the client: InputsParams => InputsAnswer. Nobody is asked for anything meanwhile. */
  answers: 'heady/gateway/inputs',
} as const;
