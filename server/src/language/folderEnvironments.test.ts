import { expect, it } from 'vitest';
import { FolderEnvironments } from './folderEnvironments.ts';

const [payments, health] = ['file:///work/payments', 'file:///work/health'];

function twoFolders(): FolderEnvironments {
  const environments = new FolderEnvironments('dev', { [payments]: 'test' });
  environments.folders = [payments, health];
  return environments;
}

it('knows the environment of the folder that a document lies in', () => {
  const environments = twoFolders();
  expect(environments.of(`${payments}/a/b.heady.yaml`)).toBe('test');
  expect(environments.of(`${health}/b.heady.yaml`)).toBe('dev');
  expect(environments.of(payments)).toBe('test');
});

it('is not misled by a folder whose name begins like another one', () => {
  const environments = twoFolders();
  environments.folders = [health, payments];
  expect(environments.of(`${payments}-old/a.heady.yaml`)).toBe('dev');
});

it('takes the inner one of two folders that lie in each other', () => {
  const environments = twoFolders();
  const inner = `${payments}/refunds`;
  environments.folders = [payments, inner];
  environments.switch('stage', [inner]);
  expect(environments.of(`${inner}/a.heady.yaml`)).toBe('stage');
  expect(environments.of(`${payments}/a.heady.yaml`)).toBe('test');
});

it('has the first folder decide for the window and for what lies in none', () => {
  const environments = twoFolders();
  expect(environments.window).toBe('test');
  expect(environments.of('untitled:Untitled-1')).toBe('test');
  environments.switch('prod', [health]);
  expect(environments.inUse).toEqual(['test', 'prod']);
});

it('switches one folder, several, or the window with all of them', () => {
  const environments = twoFolders();
  const before = environments.stamp;
  environments.switch('prod', [health]);
  expect(environments.stamp).not.toBe(before);
  expect([payments, health].map((folder) => environments.of(folder))).toEqual(['test', 'prod']);
  environments.switch('stage', [payments, health]);
  expect(environments.inUse).toEqual(['stage']);
  environments.switch('dev');
  expect(environments.inUse).toEqual(['dev']);
});

it('remembers the environment of a folder that is closed and opened again', () => {
  const environments = twoFolders();
  environments.folders = [health];
  expect(environments.window).toBe('dev');
  environments.folders = [health, payments];
  expect(environments.of(payments)).toBe('test');
});
