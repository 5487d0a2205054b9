import { expect, test } from 'vitest';
import { startsGateway } from './ownGateway.ts';

test.each([
  'heady gateway --stdio',
  '/usr/local/bin/heady gateway --stdio',
  'C:\\tools\\heady.cmd gateway',
  'npx -y heady@0.1.0 gateway --stdio',
  'node /opt/heady/dist/cli.js gateway --stdio',
])('%s starts a gateway', (line) => {
  const [command = '', ...args] = line.split(' ');
  expect(startsGateway(command, args)).toBe(true);
});

test('so does a shell that is told to', () => {
  expect(startsGateway('sh', ['-c', 'cd /work && exec heady gateway --stdio'])).toBe(true);
  expect(startsGateway('cmd', ['/c', '"C:\\heady.cmd" gateway'])).toBe(true);
});

test.each(['heady control-plane --stdio', 'heady-tools gateway', 'api gateway', 'node server.js gateway'])(
  '%s does not',
  (line) => {
    const [command = '', ...args] = line.split(' ');
    expect(startsGateway(command, args)).toBe(false);
  },
);
