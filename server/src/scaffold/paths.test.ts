import { expect, test } from 'vitest';
import { judgePath, judgeTemplatePath, pathCollision } from './paths.ts';

test.each([
  ['src/main.ts', undefined],
  ['.github/workflows/ci.yml', undefined],
  ['docs/Überblick.md', undefined],
  ['../x', 'could leave'],
  ['a/../../x', 'could leave'],
  ['/etc/passwd', 'absolute'],
  ['C:/x', 'absolute'],
  ['//server/share', 'absolute'],
  ['\\\\server\\share', 'not every system'],
  ['file.txt:stream', 'not every system'],
  ['aux.tar.gz', 'device'],
  ['con .txt', 'device'],
  ['a./b', 'Windows drops'],
  ['.git/hooks/post-commit', 'writes nothing into'],
  ['a/.GIT/config', 'writes nothing into'],
  ['GIT~1/hooks/post-commit', 'writes nothing into'],
  ['.heady-staging-1-abcdef/journal.json', 'writes nothing into'],
  ['.g\u200cit/hooks/x', 'hidden character U+200C'],
  ['a\u202etxt.exe', 'hidden character U+202E'],
  ['a\ud800b', 'hidden character U+D800'],
  ['日'.repeat(86), 'more than 255 bytes'],
  ['a/'.repeat(130), 'longer than'],
])('%j', (path, fault) => {
  const judged = judgePath(path);
  if (fault === undefined) expect(judged).toBeUndefined();
  else expect(judged).toContain(fault);
});

test.each([
  ['README.md', 'readme.MD'],
  ['\u00e9', 'e\u0301'],
  ['straße', 'STRASSE'],
  ['ς', 'Σ'],
  ['ﬁle', 'file'],
  ['ı', 'I'],
  ['a', 'A/b'],
])('%s and %s cannot lie beside each other everywhere', (one, other) => {
  expect(pathCollision([one, other])).toBeDefined();
  expect(pathCollision([other, one])).toBeDefined();
});

test.each(['.vscode/tasks.json', 'services/x/.vscode/Settings.json', '.vscode/mcp.json', 'x.code-workspace'])(
  'no template writes %s, which the editor obeys at once',
  (path) => {
    expect(judgePath(path)).toBeUndefined();
    expect(judgeTemplatePath(path)).toContain('obeys that file at once');
    expect(judgeTemplatePath(`${path}.md`)).toBeUndefined();
  },
);
