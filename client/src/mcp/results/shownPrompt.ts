import { contentParts, documentOf } from './contents.ts';
import type { Shown } from './shown.ts';

/** What a prompt came to: who is to say what to the model, one after the other. */
export function shownPrompt(
  name: string,
  { description, messages }: Readonly<Record<string, unknown>>,
): Shown {
  const title = { kind: 'text', text: `# ${name}`, mimeType: '', uri: '' } as const;
  const about =
    typeof description === 'string' && description !== '' ? [{ ...title, text: `> ${description}` }] : [];
  const said = (Array.isArray(messages) ? messages : []).flatMap((message: unknown) => {
    if (typeof message !== 'object' || message === null) return [];
    const { role, content } = message as { role?: unknown; content?: unknown };
    return [
      { ...title, text: `## ${role === 'assistant' ? 'Assistant' : 'User'}` },
      ...contentParts(content),
    ];
  });
  return documentOf([title, ...about, ...said]);
}
