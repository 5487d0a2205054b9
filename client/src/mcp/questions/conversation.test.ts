import { expect, test } from 'vitest';
import { chosenModel, conversationOf, conversationText } from './conversation.ts';

const text = (words: string) => ({ type: 'text', text: words });

test('what a server wants said is told whole, with what it wishes for', () => {
  const conversation = conversationOf({
    systemPrompt: 'Be brief.',
    messages: [
      { role: 'user', content: text('Why?') },
      { role: 'assistant', content: [text('Because.'), text('So.')] },
    ],
    modelPreferences: { hints: [{ name: 'sonnet' }, {}] },
    maxTokens: 100,
  });
  expect(conversationText(conversation, 'files')).toBe(
    [
      'files wants a language model to be told this.\nModels it would like: sonnet.\nTokens of the answer, at most: 100.',
      'Instructions:\n\nBe brief.',
      'User:\n\nWhy?',
      'Assistant:\n\nBecause.\n\nSo.\n',
    ].join('\n\n----\n\n'),
  );
});

test('a picture is given to no model', () => {
  const content = { type: 'image', data: '', mimeType: 'image/png' };
  expect(() => conversationOf({ messages: [{ role: 'user', content }] })).toThrow('image');
});

test('a hint means the model that is called so, the first one first', () => {
  const models = ['gpt-5', 'claude-sonnet-5', 'claude-opus-5'].map((id) => ({ id, family: id, name: id }));
  expect(chosenModel(models, ['Opus', 'gpt'])?.id).toBe('claude-opus-5');
  expect(chosenModel(models, ['llama', 'claude'])?.id).toBe('claude-sonnet-5');
  expect(chosenModel(models, ['llama'])?.id).toBe('gpt-5');
  expect(chosenModel([], ['gpt'])).toBeUndefined();
});
