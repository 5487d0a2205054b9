import { describe, expect, it } from 'vitest';
import { Catalog } from '../catalog/catalog.ts';
import { NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import type { Environment } from '../manifest/document.ts';
import { parseManifest } from '../manifest/parse.ts';
import { Guard, guardOf } from './guard.ts';

const environment = (name: string, guard: string) => `apiVersion: heady.systems/v1
kind: Environment
metadata: { name: ${name} }
spec: { controlPlane: { urls: [] }, guard: ${guard} }
`;

function catalogWith(...manifests: string[]): Catalog {
  const index = new WorkspaceIndex();
  for (const [at, text] of manifests.entries()) index.set(`file:///${at}.heady.yaml`, parseManifest(text));
  return new Catalog(index, () => NO_CONTROL_PLANE);
}

const here = () => 'embedded';
const release = { environment: 'prod', reason: 'release 12', minutes: 15 } as const;

describe('what is guarded', () => {
  it('is prod, whatever its manifest says, and what a manifest says of others', () => {
    const catalog = catalogWith(
      environment('prod', '{ readOnly: false, confirm: false }'),
      environment('stage', '{ readOnly: true }'),
      environment('test', '{ confirm: true }'),
    );
    expect(guardOf(catalog, 'prod')).toEqual({ readOnly: true, confirm: true });
    expect(guardOf(catalog, 'stage')).toEqual({ readOnly: true, confirm: false });
    expect(guardOf(catalog, 'test')).toEqual({ readOnly: false, confirm: true });
    expect(guardOf(catalog, 'dev')).toEqual({ readOnly: false, confirm: false });
  });
});

describe('an environment that was unlocked', () => {
  it('is open until its time is over, and no other is', () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const guard = new Guard(catalogWith(environment('stage', '{ readOnly: true }')), here, () => now);
    expect(guard.isLocked('prod')).toBe(true);
    expect(guard.unlock(release)).toEqual({
      environment: 'prod',
      reason: 'release 12',
      until: '2026-11-21T12:15:00.000Z',
    });
    expect([guard.isLocked('prod'), guard.isLocked('stage'), guard.isLocked('dev')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(guard.reasonFor('prod')).toBe('release 12');
    now += 15 * 60_000;
    expect(guard.isLocked('prod')).toBe(true);
    expect(guard.reasonFor('prod')).toBeUndefined();
  });

  it('is locked by hand, and by itself where several are unlocked', () => {
    const guard = new Guard(catalogWith(environment('stage', '{ readOnly: true }')), here);
    guard.unlock(release);
    guard.lock();
    expect(guard.isLocked('prod')).toBe(true);
    guard.unlock(release);
    guard.unlock({ ...release, environment: 'stage' });
    expect(guard.unlocked.map(({ environment }) => environment)).toEqual(['prod', 'stage']);
    guard.lock('prod');
    expect([guard.isLocked('prod'), guard.isLocked('stage')]).toEqual([true, false]);
  });

  it('is locked where a folder leaves it or comes to it, and where no folder is in it', () => {
    const guard = new Guard(catalogWith(), here);
    const unlockedAfter = (concerned: Environment[], inUse: Environment[]) => {
      guard.unlock(release);
      guard.switched(concerned, inUse);
      return guard.unlocked.length;
    };
    expect(unlockedAfter(['dev', 'test'], ['prod', 'test'])).toBe(1);
    expect(unlockedAfter(['prod', 'test'], ['prod', 'test'])).toBe(0);
    expect(unlockedAfter(['dev', 'prod'], ['prod'])).toBe(0);
    expect(unlockedAfter(['dev', 'test'], ['test'])).toBe(0);
  });

  it('is that of one control plane: the same name at another one is locked', () => {
    let place = 'https://acme.example/mcp';
    const guard = new Guard(catalogWith(), () => place);
    let told = 0;
    guard.onChange(() => told++);
    guard.unlock(release);
    guard.placesChanged();
    expect([told, guard.isLocked('prod')]).toEqual([1, false]);
    place = 'https://other.example/mcp';
    expect([guard.isLocked('prod'), guard.reasonFor('prod'), guard.unlocked]).toEqual([true, undefined, []]);
    guard.placesChanged();
    place = 'https://acme.example/mcp';
    expect([told, guard.isLocked('prod')]).toEqual([2, true]);
  });

  it('was so for a reason, and for a time that ends', () => {
    const guard = new Guard(catalogWith(), here);
    expect(() => guard.unlock({ ...release, reason: '  ' })).toThrow('A reason of 1 to 150 characters');
    expect(() => guard.unlock({ ...release, reason: 'x'.repeat(151) })).toThrow('A reason');
    for (const minutes of [0, -1, 241, Number.NaN])
      expect(() => guard.unlock({ ...release, minutes })).toThrow('240 minutes at most');
    expect(guard.isLocked('prod')).toBe(true);
  });

  it('is told of whoever wants to know, with the time that is left', () => {
    let now = 0;
    const guard = new Guard(catalogWith(), here, () => now);
    const left: number[] = [];
    guard.onChange(() => left.push(guard.remaining('prod')));
    guard.unlock({ environment: 'prod', reason: 'release 12', minutes: 10 });
    now += 60_000;
    expect([guard.remaining('prod'), guard.remaining('stage')]).toEqual([540_000, 0]);
    guard.unlock({ environment: 'stage', reason: 'release 12', minutes: 10 });
    guard.lock();
    expect(left).toEqual([600_000, 540_000, 0]);
  });
});
