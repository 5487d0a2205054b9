import { expect, test } from 'vitest';
import { auditText } from './auditText.ts';

const CALL = {
  at: '2026-11-21T12:00:00Z',
  server: 'files',
  item: '=HYPERLINK("x")',
  arguments: { shape: {} },
};

test('calls are lines of a table, under the names of its columns, and no formula', () => {
  const [head, row, end] = auditText([CALL], 'calls', 'csv', true).split('\r\n');
  expect(head).toMatch(/^at,actor,roles,workspace,environment,server,method,item,/);
  expect(row).toBe(`2026-11-21T12:00:00Z,,,,,files,,"'=HYPERLINK(""x"")",,,,,,"{""shape"":{}}"`);
  expect(end).toBe('');
  expect(auditText([CALL], 'calls', 'csv', false).split('\r\n')[0]).toBe(row);
});

test('records are lines of JSON, as they stand in the log', () => {
  expect(auditText([CALL, { seq: 1 }], 'controlPlane', 'jsonl', true)).toBe(
    `${JSON.stringify(CALL)}\n{"seq":1}\n`,
  );
  expect(auditText([], 'controlPlane', 'jsonl', true)).toBe('');
});
