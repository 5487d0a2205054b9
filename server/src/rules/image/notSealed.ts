import type { Rule } from '../rule.ts';

const IMAGE = ['spec', 'image'];
const STATE = ['spec', 'state'];

const READY = ['sealed', 'template'];

/** Whether an image in this state may be cloned: logs cleared, generalised, nobody's. */
export function isReady(state: string | undefined): boolean {
  return state !== undefined && READY.includes(state);
}

export const notSealed: Rule = {
  id: 'image/not-sealed',
  summary: 'A machine is built from a version of an image that is sealed or a template.',
  severity: 'warning',
  raised: true,
  *check({ document, facts }) {
    const node = document.kind === 'VirtualMachine' ? document.node(IMAGE) : undefined;
    if (node?.type !== 'scalar' || typeof node.value !== 'string') return;
    // Said here and not by the schema, though it does not fit that (decision 15).
    if (!/@./.test(node.value)) {
      const message = `"${node.value}" names no version: write "<image>@<version>", or the machine is another one after every build of the image.`;
      yield { ...document.place(IMAGE), message };
      return;
    }
    const [name = '', version] = document.statedText(IMAGE)?.split('@') ?? [];
    const known = facts.known('GoldenImage', name, (image) => image.stated(['spec', 'version']) === version);
    if (known.state !== 'known') return;
    // Where the workspace describes it, what was registered earlier does not count.
    const described = known.value.filter(({ declaration }) => declaration);
    const images = described.length ? described : known.value;
    const states = images.flatMap((image) => image.stated(STATE) ?? []).map(String);
    const [state] = states;
    if (state === undefined || states.some(isReady)) return;
    yield {
      ...document.place(IMAGE),
      message: `The image "${node.value}" is "${state}": machines are built from images that are sealed or a template.`,
      related: images.flatMap(({ declaration }) =>
        declaration
          ? [
              {
                at: declaration.at,
                span: declaration.document.place(STATE),
                message: 'The image states it here.',
              },
            ]
          : [],
      ),
    };
  },
};
