import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';
import type { Rule } from '../rule.ts';
import { credentialIn } from '../security/credential.ts';

export const inlineSecret: Rule = {
  id: 'mcp/inline-secret',
  summary: 'No credential stands in the env, headers, arguments or URLs of an MCP server.',
  severity: 'error',
  raised: false,
  *check({ document }) {
    if (document.kind !== 'McpServer') return;
    for (const { path, key, value } of statedValues(document)) {
      const what = credentialIn(key, value);
      if (!what) continue;
      const message = `This looks like ${what}. Write a variable, such as "\${NAME}", in its place, and replace it: it has been in a file.`;
      yield { ...document.place(path), message };
    }
  },
};

interface StatedValue {
  path: Path;
  /** What the value is called: the variable, the option before it, the parameter of the URL. */
  key: string;
  value: string;
}

function* statedValues(document: ManifestDocument): Generator<StatedValue> {
  const text = (path: Path) => document.statedText(path) ?? '';
  const keysAt = (path: Path) => Object.keys(document.stated(path) ?? {});
  for (const key of keysAt(['spec', 'env'])) {
    const path = ['spec', 'env', key];
    yield { path, key, value: text(path) };
  }
  for (const name of keysAt(['spec', 'headers'])) {
    const path = ['spec', 'headers', name];
    const key = /^(?:proxy-)?authorization$/i.test(name) ? 'token' : name;
    yield { path, key, value: text(path) };
  }
  const secret = ['spec', 'oauth', 'clientSecret'];
  yield { path: secret, key: 'clientSecret', value: text(secret) };
  const args = keysAt(['spec', 'args']).map(Number);
  for (const index of args) {
    const path = ['spec', 'args', index];
    // `--token=x` and `TOKEN=x` name it themselves, `--token x` before.
    const [, option = '', assigned] = /^(-{0,2}[\w.-]+)=(.*)$/s.exec(text(path)) ?? [];
    const before = text(['spec', 'args', index - 1]);
    if (assigned !== undefined) yield { path, key: option, value: assigned };
    else yield { path, key: /^-{1,2}[\w-]+$/.test(before) ? before : '', value: text(path) };
  }
  const replicas = keysAt(['spec', 'replicas']).map((index) => ['spec', 'replicas', Number(index)]);
  for (const path of [['spec', 'url'], ...replicas]) {
    const url = text(path);
    const [parameter, value] = secretParameter(url) ?? ['', url];
    yield { path, key: parameter, value };
  }
}

/** The first parameter of a URL that is a credential. */
function secretParameter(url: string): [string, string] | undefined {
  const query = url.split('?', 2)[1]?.split('#', 1)[0] ?? '';
  return [...new URLSearchParams(query)].find(([name, value]) => credentialIn(name, value) !== undefined);
}
