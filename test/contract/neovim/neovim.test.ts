import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { service, WorkspaceFolder } from '../languageServer/workspaceFolder.ts';
import { neovim } from './neovim.ts';

const BROKEN = join(import.meta.dirname, '..', '..', '..', 'samples', 'broken');

interface Finding {
  rule: string;
  severity: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
}

const expected = JSON.parse(readFileSync(join(BROKEN, 'expected.json'), 'utf8')) as (Finding & {
  file: string;
  suppressed: string | null;
  needs?: string;
})[];

describe('Neovim', () => {
  it('shows the findings of samples/broken where they are expected, in files that nobody opened, too', async () => {
    using folder = new WorkspaceFolder();
    cpSync(BROKEN, folder.path, { recursive: true });
    const wanted: Record<string, Finding[]> = {};
    for (const { file, rule, severity, start, end, suppressed, needs } of expected) {
      wanted[file] ??= [];
      if (!suppressed && !needs) wanted[file].push({ rule, severity, start, end });
    }
    const counts = Object.fromEntries(Object.entries(wanted).map(([file, all]) => [file, all.length]));
    const [, found, code] = await neovim(folder.path, [
      ['open', 'naming.service.heady.yaml'],
      ['findings', counts],
      ['stop'],
    ]);
    const sorted = (all: Record<string, Finding[]>) =>
      Object.fromEntries(
        Object.entries(all).map(([file, list]) => [file, Object.values(list).sort(byPlace)]),
      );
    expect(sorted(found as Record<string, Finding[]>)).toEqual(sorted(wanted));
    expect(code).toBe(0);
  });

  it('applies a quick fix, and the finding is gone', async () => {
    using folder = new WorkspaceFolder();
    cpSync(BROKEN, folder.path, { recursive: true });
    const file = 'catalog.unknown-reference.heady.yaml';
    const [, , , offered, text, found] = await neovim(folder.path, [
      ['open', file],
      ['findings', { [file]: 1 }],
      ['at', 'dev-data-survey-sotre'],
      ['fix', 'Replace with "dev-data-survey-store"'],
      ['text', file],
      ['findings', { [file]: 0 }],
    ]);
    expect(offered).toContain('Disable catalog/unknown-reference for this line (with a reason)');
    expect(text).toBe(readFileSync(join(BROKEN, file), 'utf8').replace('-sotre', '-store'));
    expect(found).toEqual({ [file]: {} });
  });

  it('fixes all of a file, and undoes it in one step', async () => {
    const text = service('dev-health-intake', {
      'plane: app': 'plane: apps # where it runs',
      podman: 'podmann',
    });
    using folder = new WorkspaceFolder({ 'a.heady.yaml': text });
    const [, , , fixed, , undone] = await neovim(folder.path, [
      ['open', 'a.heady.yaml'],
      ['findings', { 'a.heady.yaml': 2 }],
      ['fix', 'Fix all 2 problems Heady can fix', 'source.fixAll.heady'],
      ['text', 'a.heady.yaml'],
      ['undo'],
      ['text', 'a.heady.yaml'],
    ]);
    expect(fixed).toBe(text.replace('apps', 'app').replace('podmann', 'podman'));
    expect(undone).toBe(text);
  });

  it('completes what is typed', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': service('dev-health-intake') });
    const before = service('dev-health-intake').replace('runtime: podman', 'runtime:');
    folder.write('b.heady.yaml', before.replace('intake', 'triage'));
    const [, , offered, , keys, text] = await neovim(folder.path, [
      ['open', 'b.heady.yaml'],
      ['at', 'runtime:'],
      ['complete', ' p', 'podman'],
      ['at', 'plane:'],
      ['complete', '<CR>rep', 'replicas'],
      ['text', 'b.heady.yaml'],
    ]);
    expect(offered).toContain('podman');
    expect(keys).toContain('replicas');
    expect(text).toContain('  runtime: podman\n');
    expect(text).toContain('  replicas: ');
  });

  it('explains a field and a reference', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': service('dev-health-intake') });
    folder.write(
      'b.heady.yaml',
      `${service('dev-health-triage')}  dependsOn: [dev-health-intake, dev-health-nowhere]\n`,
    );
    const [, , , field, , card] = await neovim(folder.path, [
      ['open', 'b.heady.yaml'],
      ['findings', { 'b.heady.yaml': 1 }], // There once the whole workspace has been read.
      ['at', 'runtime'],
      ['hover'],
      ['at', 'dev-health-intake'],
      ['hover'],
    ]);
    expect(field).toContain('podman');
    expect(card).toContain('team-platform');
  });

  it('goes to a definition, lists references, and renames in every file', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': service('dev-health-intake') });
    folder.write(
      'b.heady.yaml',
      `${service('dev-health-triage')}  dependsOn: [dev-health-intake, dev-health-nowhere]\n`,
    );
    const [, , , place, references, refusal, , a, b] = await neovim(folder.path, [
      ['open', 'b.heady.yaml'],
      ['findings', { 'b.heady.yaml': 1 }], // There once the whole workspace has been read.
      ['at', 'dev-health-intake'],
      ['definition'],
      ['references'],
      ['refusal', 'dev-health-triage'],
      ['rename', 'dev-health-reception'],
      ['text', 'a.heady.yaml'],
      ['text', 'b.heady.yaml'],
    ]);
    expect(place).toBe('a.heady.yaml:4');
    expect((references as string[]).sort()).toEqual(['a.heady.yaml:4', 'b.heady.yaml:13']);
    expect(refusal).toMatch(/dev-health-triage/);
    expect(a).toBe(service('dev-health-reception'));
    expect(b).toBe(
      `${service('dev-health-triage')}  dependsOn: [dev-health-reception, dev-health-nowhere]\n`,
    );
  });

  it('formats a document and keeps its comments', async () => {
    const sound = service('dev-health-intake');
    using folder = new WorkspaceFolder({
      'a.heady.yaml': sound.replace('  plane: app', '  plane:   app   # here'),
    });
    const [, , text] = await neovim(folder.path, [
      ['open', 'a.heady.yaml'],
      ['format'],
      ['text', 'a.heady.yaml'],
    ]);
    expect(text).toBe(sound.replace('plane: app', 'plane: app # here'));
  });
});

function byPlace(a: Finding, b: Finding): number {
  return a.start.line - b.start.line || a.start.column - b.start.column || (a.rule < b.rule ? -1 : 1);
}
