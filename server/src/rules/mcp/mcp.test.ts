import { describe, expect, it } from 'vitest';
import { findingsOf, lintText } from '../testing.ts';

/** A server whose transport fits what its spec states; what it needs beside that stands at the end. */
function server(spec: string, name = 'git'): string {
  const has = (field: string) => spec.includes(`  ${field}:`);
  const [transport, needed] =
    has('url') || has('replicas') ? ['http', 'url: https://a.example/mcp'] : ['stdio', 'command: git-mcp'];
  const rest = has('url') || has('command') ? '' : `  ${needed}\n`;
  return `apiVersion: heady.systems/v1\nkind: McpServer\nmetadata:\n  name: ${name}\nspec:\n  transport: ${transport}\n${spec}${rest}`;
}

const secret = 'correct-horse-7';

describe('mcp/inline-secret', () => {
  it('looks at env, and at env alone of what other rules see', () => {
    expect(findingsOf(server(`  env: { GIT_TOKEN: ${secret}, LEVEL: a1b2c3d4 }\n`))).toEqual([
      `mcp/inline-secret 7:21 ${secret}`,
    ]);
    expect(findingsOf(server(`  env: { GIT_TOKEN: "\${GIT_TOKEN_1}" }\n`))).toEqual([]);
  });

  it('looks at headers, and at the secret of an OAuth client', () => {
    const found = (spec: string) => findingsOf(server(spec)).map((finding) => finding.split(' ')[1]);
    expect(found(`  headers: { Authorization: Bearer ${secret} }\n`)).toEqual(['7:29']);
    expect(found(`  headers: { X-Api-Key: ${secret}, Accept: a1b2c3d4 }\n`)).toEqual(['7:25']);
    expect(found(`  headers: { Authorization: "Bearer \${GIT_TOKEN_1}" }\n`)).toEqual([]);
    expect(found(`  oauth: { clientId: heady, clientSecret: ${secret} }\n`)).toEqual(['7:43']);
  });

  it('knows arguments by the option before them or their own', () => {
    const args = (list: string) => findingsOf(server(`  command: git-mcp\n  args: [${list}]\n`));
    expect(args(`--api-key, ${secret}`)).toEqual([`mcp/inline-secret 8:21 ${secret}`]);
    expect(args(`--token=${secret}`)).toEqual([`mcp/inline-secret 8:10 --token=${secret}`]);
    expect(args(`-e, GIT_TOKEN=${secret}`)).toEqual([`mcp/inline-secret 8:14 GIT_TOKEN=${secret}`]);
    expect(args(`--token-file, ${secret}`)).toEqual([]);
    expect(args(`--token, --verbose, ${secret}`)).toEqual([]);
  });

  it('looks into URLs', () => {
    const url = (text: string) =>
      findingsOf(server(`  url: ${text}\n`)).map((finding) => finding.split(' ')[0]);
    expect(url(`https://git.heady.systems/mcp?api_key=${secret}`)).toEqual(['mcp/inline-secret']);
    expect(url('https://rosa:letmein@git.heady.systems/mcp')).toEqual(['mcp/inline-secret']);
    expect(url('https://git.heady.systems/mcp?page=1')).toEqual([]);
    expect(findingsOf(server('  replicas: ["https://rosa:letmein@git.heady.systems/mcp"]\n'))).toHaveLength(
      1,
    );
  });

  it('leaves values that fit no schema alone', () => {
    expect(findingsOf(server('  env: [GIT_TOKEN]\n'))).toEqual(['schema/type 7:8 [GIT_TOKEN]']);
    expect(findingsOf(server('  args: text\n'))).toEqual(['schema/type 7:9 text']);
  });
});

describe('mcp/unpinned', () => {
  it('is at the argument that names the package', () => {
    expect(findingsOf(server('  command: npx\n  args: [-y, server-git]\n'))).toEqual([
      'mcp/unpinned 8:14 server-git',
    ]);
    expect(findingsOf(server('  command: npx\n  args: [-y, server-git@1.2.0]\n'))).toEqual([]);
  });

  it('is at the command that holds it all', () => {
    expect(findingsOf(server('  command: npx -y server-git\n'))).toEqual([
      'mcp/unpinned 7:12 npx -y server-git',
    ]);
  });

  it('counts arguments as the schema does, without nulls', () => {
    expect(findingsOf(server('  command: npx\n  args:\n    - ~\n    - -y\n    - server-git\n'))).toEqual([
      'mcp/unpinned 11:7 server-git',
    ]);
  });
});

describe('mcp/duplicate-server', () => {
  const judged = (...servers: string[]) => findingsOf(servers.join('---\n'));
  const url = (text: string) => `  url: ${text}\n`;

  it('is at every name of one URL, however that is spelled', () => {
    expect(
      judged(
        server(url('https://git.heady.systems/mcp')),
        server(url('https://GIT.heady.systems:443/mcp'), 'git-too'),
        server(url('https://git.heady.systems/other'), 'other'),
      ),
    ).toEqual(['mcp/duplicate-server 4:9 git', 'mcp/duplicate-server 5:9 git-too']);
  });

  it('is at every name of one command with its arguments', () => {
    const run = (args: string) => `  command: git-mcp\n${args}`;
    expect(judged(server(run('')), server(run('  args: []\n'), 'b'))).toHaveLength(2);
    expect(judged(server(run('  args: [a]\n')), server(run('  args: [b]\n'), 'b'))).toEqual([]);
    expect(judged(server(run('  args: [a, b]\n')), server(run('  args: [b, a]\n'), 'b'))).toEqual([]);
  });

  it('links the others', () => {
    const files = { 'b.heady.yaml': server(url('https://git.heady.systems/mcp'), 'b') };
    const [finding] = lintText(server(url('https://git.heady.systems/mcp')), { files });
    expect(finding?.related?.map(({ at }) => at.uri)).toEqual(['b.heady.yaml']);
  });

  it('under one name is naming/duplicate alone', () => {
    expect(judged(server('  command: git-mcp\n'), server('  command: git-mcp\n'))).toEqual([
      'naming/duplicate 4:9 git',
      'naming/duplicate 5:9 git',
    ]);
  });
});

describe('mcp/transport', () => {
  const judged = (transport: string, spec = '  timeoutMs: 5\n') =>
    findingsOf(
      `apiVersion: heady.systems/v1\nkind: McpServer\nmetadata:\n  name: git\nspec:\n  transport: ${transport}\n${spec}`,
    );

  it('is at the transport that lacks what it needs', () => {
    expect(judged('stdio')).toEqual(['mcp/transport 6:14 stdio']);
    expect(judged('stdio', '  url: https://git.heady.systems/mcp\n')).toEqual(['mcp/transport 6:14 stdio']);
    for (const transport of ['http', 'sse', 'websocket'])
      expect(judged(transport, '  command: git-mcp\n')).toEqual([`mcp/transport 6:14 ${transport}`]);
  });

  it('is not where what is needed is stated, or nobody can say what is', () => {
    expect(judged('stdio', '  command: git-mcp\n')).toEqual([]);
    expect(judged('sse', '  url: https://git.heady.systems/sse\n')).toEqual([]);
    expect(judged('pigeon')).toEqual(['schema/enum 6:14 pigeon']);
    expect(judged('stdio', '  command: [git]\n')).toEqual(['schema/type 7:12 [git]']);
  });
});
