import { expect, it } from 'vitest';
import { folderEnvironmentsIn, withFolders } from './folderMemory.ts';

const [payments, health] = ['file:///work/payments', 'file:///work/health'];

it('reads what was remembered of folders, and leaves out what is no environment', () => {
  expect(folderEnvironmentsIn({ [payments]: 'test', [health]: 'production' })).toEqual({
    [payments]: 'test',
  });
  expect([undefined, null, 'test', 7].map(folderEnvironmentsIn)).toEqual([{}, {}, {}, {}]);
});

it('switches some folders and leaves the others as they are', () => {
  const before = { [payments]: 'test' } as const;
  expect(withFolders(before, [health], 'prod')).toEqual({ [payments]: 'test', [health]: 'prod' });
  expect(withFolders(before, [payments, health], 'dev')).toEqual({ [payments]: 'dev', [health]: 'dev' });
  expect(before).toEqual({ [payments]: 'test' });
});
