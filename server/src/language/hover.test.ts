import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { parseManifest } from '../manifest/parse.ts';
import { hover } from './hover.ts';
import { atCursor, SAMPLE_CATALOG } from './testSupport.ts';

function hoverAt(marked: string): { markdown: string; over: string } | undefined {
  const { text, offset } = atCursor(marked);
  const found = hover(parseManifest(text), offset, SAMPLE_CATALOG);
  if (!found?.range) return undefined;
  const { start, end } = found.range;
  const line = text.split(/\r?\n/)[start.line] ?? '';
  return {
    markdown: (found.contents as MarkupContent).value,
    over: line.slice(start.character, end.character),
  };
}

describe('a key', () => {
  it.each([
    [
      'with a range and a default',
      'kind: Service\nspec:\n  repl|icas: 2',
      'replicas',
      '**Replicas** `replicas` (whole number)\n\nHow many run at once. 0 is sound: scaled to nothing.\n\nRange: at least 0  \nDefault: `1`',
    ],
    [
      'that is required, with its values',
      'kind: Service\nspec: { |runtime: docker }',
      'runtime',
      '**Runtime** `runtime` (text, required)\n\nWhat runs it. Docker is for workstations; stage and prod run podman or containerd.\n\nAllowed: `docker`, `podman`, `containerd`, `process`',
    ],
    [
      'of a list item',
      'kind: Service\nspec:\n  ports:\n    - port|: 80',
      'port',
      '**Port number** `port` (whole number, required)\n\n1 to 65535.\n\nRange: 1 to 65535',
    ],
    [
      'that is a rule',
      'kind: Policy\nspec:\n  rules:\n    naming/dup|licate: error',
      'naming/duplicate',
      expect.stringContaining('**naming/duplicate**'),
    ],
    [
      'with CRLF, in a second document',
      'kind: Policy\r\n---\r\nkind: Vertical\r\nspec:\r\n  fo|cus: x\r\n',
      'focus',
      expect.stringContaining('What the vertical is about'),
    ],
    [
      'in a broken document',
      'kind: Service\nspec:\n  pla|ne: app\n  ports: [{',
      'plane',
      expect.stringContaining('**Plane**'),
    ],
  ])('%s is explained by its schema', (_, marked, over, markdown) => {
    expect(hoverAt(marked)).toEqual({ over, markdown });
  });
});

describe('a value', () => {
  it('of kind says what the kind is', () => {
    expect(hoverAt('kind: Ser|vice')).toEqual({
      over: 'Service',
      markdown: '**Service**\n\nA program that runs in one environment for one vertical.',
    });
  });

  it('that names a service shows its card, its text unformatted', () => {
    const card = hoverAt('kind: Service\nspec:\n  dependsOn:\n    - prod-health-bill|ing-db # why');
    expect(card?.over).toBe('prod-health-billing-db');
    expect(card?.markdown).toBe(
      [
        '**Billing database** `prod-health-billing-db` (Service)',
        'Invoices and \\*payments\\*.',
        'Owner: team-billing  \nVertical: health  \nEnvironment: prod  \nData sensitivity: restricted  \n' +
          'Catalog: registered, but its manifest differs  \nDiffers in: `spec.replicas`',
      ].join('\n\n'),
    );
  });

  it('that names a vertical shows the vertical', () => {
    const card = hoverAt('kind: Service\nmetadata:\n  tags: { Vertical: hea|lth }');
    expect(card?.markdown).toContain('**Heady-Health** `health` (Vertical)\n\nCommunity clinics.');
  });

  it('that names an owner shows what it owns', () => {
    expect(hoverAt('kind: Service\nmetadata:\n  tags:\n    Owner: team-compl|iance')).toEqual({
      over: 'team-compliance',
      markdown: '**team-compliance** (owner)\n\nOwns `prod-impact-audit-log`.',
    });
  });

  it('of a name shows its parts', () => {
    const name = hoverAt('kind: Service\nmetadata:\n  name: stage-health-billing-d|b');
    expect(name?.markdown).toBe('Environment `stage`, vertical `health`, service `billing-db`');
  });

  it('of a known name shows its card as well', () => {
    const name = hoverAt('kind: Service\nmetadata:\n  name: prod-health-billing|');
    expect(name?.markdown).toMatch(/^\*\*prod-health-billing\*\* \(Service\)[\s\S]*service `billing`$/);
  });

  it('from a list of values shows the field', () => {
    expect(hoverAt('kind: Service\nspec:\n  plane: d|ata')?.markdown).toContain('`control`: the brain.');
  });
});

describe('nothing is said', () => {
  it.each([
    ['of unknown fields', 'kind: Service\nspec:\n  repliacs|: 2'],
    ['of free labels', 'kind: Policy\nmetadata:\n  annotations:\n    fo|o: 2'],
    ['of unknown names', 'kind: Service\nspec:\n  dependsOn: [nobody-k|nows]'],
    ['of unknown kinds', 'kind: Servi|ce2'],
    ['of comments', 'kind: Service\n# ab|out\n'],
    ['in an empty file', '|'],
  ])('%s', (_, marked) => {
    expect(hoverAt(marked)).toBeUndefined();
  });

  it('of what a merge key brings along', () => {
    const text = 'kind: Service\nx: &x { dependsOn: [prod-health-billing-db] }\nspec:\n  <<: *x|\n';
    expect(hoverAt(text)).toBeUndefined();
  });
});

it('is answered at every offset of every sample, cut anywhere', () => {
  const samples = globSync('samples/**/*.{yaml,json}', { dot: true }).map((path) =>
    readFileSync(path, 'utf8'),
  );
  expect(samples.length).toBeGreaterThan(30);
  for (const sample of samples) {
    const cut = sample.slice(0, Math.floor(sample.length * 0.7));
    for (const text of [sample, cut, cut.replaceAll('\n', '\r\n')]) {
      const file = parseManifest(text);
      for (let offset = 0; offset <= text.length; offset += 7) {
        hover(file, offset, SAMPLE_CATALOG); // throws, or all is well
      }
    }
  }
});
