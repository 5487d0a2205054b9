import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { fakeTerminal } from '../testing.ts';
import { templateCommand } from './templateCommand.ts';

const PAGE = new URL('../../../../docs/templates.md', import.meta.url);

/** The files of the page's worked example: each block stands under its path. */
const example = Object.fromEntries(
  [...readFileSync(PAGE, 'utf8').matchAll(/^`(heady-templates\/[^`]+)`:\n\n```\w*\n([\s\S]*?)^```$/gm)].map(
    ([, path = '', text = '']) => [path, text],
  ),
);

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heady-authors-'));
  const made = root;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function run(...args: string[]) {
  const terminal = fakeTerminal(root);
  const code = await templateCommand(args, terminal);
  return { code, out: terminal.written.stdout };
}

describe('heady template check', () => {
  test('finds nothing in the example that the page for authors has', async () => {
    expect(Object.keys(example)).toEqual([
      'heady-templates/notifier/template.heady.yaml',
      'heady-templates/notifier/files/{{ environment }}.heady.yaml.liquid',
      'heady-templates/notifier/files/README.md.liquid',
      'heady-templates/notifier/partials/how-to-run.liquid',
    ]);
    put(example);
    expect(await run('check')).toEqual({ code: 0, out: '0 errors, 0 warnings in 4 files\n' });
  });

  test('tells where and what, and fails', async () => {
    const readme = 'heady-templates/notifier/files/README.md.liquid';
    put({ ...example, [readme]: `${example[readme]}\n{{ parameters.chanel }}\n` });
    const { code, out } = await run('check', 'heady-templates', '--json');
    expect(code).toBe(1);
    const lines = example[readme]?.split('\n').length ?? 0;
    expect(JSON.parse(out)).toMatchObject({
      files: 4,
      summary: { errors: 1, warnings: 0 },
      findings: [
        {
          file: readme,
          rule: 'template/unknown-variable',
          severity: 'error',
          message: 'The template asks for no parameter "chanel". Did you mean "channel"?',
          start: { line: lines + 1, column: 4 },
        },
      ],
    });
  });

  test('tells what is wrong with a base once, however many extend it', async () => {
    const extending = (name: string) =>
      `apiVersion: heady.systems/v1\nkind: Template\nmetadata: { name: ${name} }\nspec: { version: 1.0.0, creates: Service, extends: notifier }\n`;
    put({
      ...example,
      'heady-templates/notifier/files/x.liquid': '{{ nam }}',
      'heady-templates/a/template.heady.yaml': extending('a'),
      'heady-templates/b/template.heady.yaml': extending('b'),
    });
    const { out } = await run('check', '--json');
    expect(JSON.parse(out).findings).toHaveLength(1);
  });

  test('says what a template of Backstage does that is not done here', async () => {
    put({
      'theirs/template.yaml':
        'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: theirs }\nspec:\n  steps:\n    - { id: a, action: "fetch:plain", input: { url: ./skeleton } }\n    - { id: b, action: "publish:github" }\n',
      'theirs/skeleton/README.md': '# Theirs\n',
    });
    const { code, out } = await run('check', 'theirs');
    expect(code).toBe(0);
    expect(out).toContain('Left out: step "b": publish:github is not done here.');
  });

  test('reads no link', async () => {
    put(example);
    symlinkSync('/etc', join(root, 'heady-templates/notifier/files/etc'));
    const { code, out } = await run('check', 'heady-templates/notifier');
    expect(code).toBe(1);
    expect(out).toContain('The template cannot be read: a template has no links.');
  });

  test.each([
    [['check', 'none'], 'none: there is no such folder.'],
    [['check', '.'], '.: there is no template in it.'],
    [[], "'heady template' needs to be told what to do."],
    [['try'], "'try' is nothing that it does."],
    [['check', '--format', 'xml'], '--format xml: formats are stylish, json, github.'],
    [['check', '--nope'], "Run 'heady template --help' for the options."],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });
});
