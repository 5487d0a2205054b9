import { describe, expect, it } from 'vitest';
import { fetchedBy } from './packages.ts';

/** `package` or `package (pinned)` for each thing that a command line fetches. */
function fetched(line: string): string[] {
  const [command = '', ...args] = line.split(' ');
  return fetchedBy(command, args).map(({ text, pinned }) => (pinned ? `${text} (pinned)` : text));
}

const DIGEST = `mcp/git@sha256:${'0a'.repeat(32)}`;

describe('what a command line fetches', () => {
  it.each([
    ['npx -y @modelcontextprotocol/server-git', ['@modelcontextprotocol/server-git']],
    ['npx -y @modelcontextprotocol/server-git@latest /work', ['@modelcontextprotocol/server-git@latest']],
    ['npx server-git@^1.2.0', ['server-git@^1.2.0']],
    ['npx server-git@1.2', ['server-git@1.2']],
    ['npx server-git@1.2.0-beta.1', ['server-git@1.2.0-beta.1 (pinned)']],
    ['npx --yes --package=a@1.0.0 -p b run-it', ['a@1.0.0 (pinned)', 'b']],
    ['npx --registry https://registry.heady.systems server-git@1.2.0', ['server-git@1.2.0 (pinned)']],
    ['npx ./servers/git', ['./servers/git (pinned)']],
    [`npx github:heady/git#${'0a'.repeat(20)}`, [`github:heady/git#${'0a'.repeat(20)} (pinned)`]],
    ['npx github:heady/git', ['github:heady/git']],
    ['npm exec server-git', ['server-git']],
    ['npm run start', []],
    ['pnpm dlx server-git@1.2.0', ['server-git@1.2.0 (pinned)']],
    ['cmd /c npx -y server-git', ['server-git']],
    ['C:\\node\\npx.cmd server-git', ['server-git']],
    ['uvx mcp-server-git', ['mcp-server-git']],
    ['uvx mcp-server-git==2025.1.14', ['mcp-server-git==2025.1.14 (pinned)']],
    ['uvx mcp-server-git@latest', ['mcp-server-git@latest']],
    ['uvx --from mcp-server-git>=2.0 mcp-git', ['mcp-server-git>=2.0']],
    ['uv tool run --python 3.12 mcp-server-git@0.6', ['mcp-server-git@0.6 (pinned)']],
    ['uv run server.py', []],
    ['pipx run mcp-server-git', ['mcp-server-git']],
    ['docker run -i --rm -e TOKEN -v /a:/b mcp/git', ['mcp/git']],
    ['docker run -it --rm mcp/git:latest', ['mcp/git:latest']],
    ['docker run --rm --name=git mcp/git:1', ['mcp/git:1']],
    [
      'podman run --rm registry.heady.systems:5000/mcp/git:1.4.2 --verbose',
      ['registry.heady.systems:5000/mcp/git:1.4.2 (pinned)'],
    ],
    ['podman run registry.heady.systems:5000/git', ['registry.heady.systems:5000/git']],
    [`docker run ${DIGEST}`, [`${DIGEST} (pinned)`]],
    ['docker compose up', []],
    ['docker run', []],
    ['node server.js', []],
    ['npx', []],
    ['', []],
    ['constructor x', []],
  ])('%s', (line, expected) => {
    expect(fetched(line)).toEqual(expected);
  });

  it('is found in a command of several words, too', () => {
    expect(fetchedBy('npx -y server-git', [])).toEqual([
      { text: 'server-git', argument: undefined, what: 'package', pinned: false },
    ]);
    expect(fetchedBy('npx -y', ['server-git']).map(({ argument }) => argument)).toEqual([0]);
  });

  it('leaves a version that is filled in elsewhere to those who fill it in', () => {
    expect(fetchedBy('npx', [`server-git@\${GIT_VERSION}`])[0]?.pinned).toBe(true);
  });
});
