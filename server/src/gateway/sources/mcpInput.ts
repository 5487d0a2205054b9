import { itemsOf, type ManifestNode, nodeAt, plainOf } from '../../manifest/tree.ts';

/** Something that whoever uses a `mcp.json` is asked for, as it is not to stand in the file. */
export interface McpInput {
  readonly id: string;
  readonly type: 'promptString' | 'pickString' | 'command';
  /** What is asked for, in the words of who wrote the file. */
  readonly description?: string;
  /** Nobody is to see it being typed. */
  readonly password: boolean;
  readonly default?: string;
  /** Of `pickString`: what there is to choose from. */
  readonly options?: readonly string[];
}

const TYPES = ['promptString', 'pickString', 'command'] as const;

/** The inputs that a `mcp.json` defines, by id. What makes no sense is left out: then whoever needs it misses it. */
export function inputsIn(root: ManifestNode | undefined): ReadonlyMap<string, McpInput> {
  const inputs = new Map<string, McpInput>();
  for (const node of itemsOf(nodeAt(root, ['inputs']))) {
    const text = (key: string) => {
      const value = plainOf(nodeAt(node, [key]));
      return typeof value === 'string' ? value : undefined;
    };
    const id = text('id');
    const type = TYPES.find((each) => each === text('type'));
    if (id === undefined || !type || inputs.has(id)) continue;
    const description = text('description');
    const preset = text('default');
    const options = itemsOf(nodeAt(node, ['options'])).flatMap((option) => optionOf(option) ?? []);
    inputs.set(id, {
      id,
      type,
      password: plainOf(nodeAt(node, ['password'])) === true,
      ...(description === undefined ? {} : { description }),
      ...(preset === undefined ? {} : { default: preset }),
      ...(type === 'pickString' ? { options } : {}),
    });
  }
  return inputs;
}

const ANSWERS = 'HEADY_INPUT_';

/** The variable that holds the gateway's token at the control plane. */
const TOKEN = 'HEADY_TOKEN';

/** Whether a variable is no program's business but one: it answers an input, or signs in to the control plane. */
export function isAnswer(variable: string): boolean {
  return variable === TOKEN || variable.startsWith(ANSWERS);
}

/** The variable that answers an input where there is no editor to ask: `api-key` is `HEADY_INPUT_API_KEY`. */
export function inputVariable(id: string): string {
  return `${ANSWERS}${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** A text, or one with a label of its own. */
function optionOf(node: ManifestNode): string | undefined {
  const plain = plainOf(node);
  const value = typeof plain === 'object' ? plainOf(nodeAt(node, ['value'])) : plain;
  return typeof value === 'string' ? value : undefined;
}
