import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, lintText, sound, titlesOf } from '../testing.ts';

const inEnvironment = (text: string, environment: string) => text.replaceAll(/\bdev\b/g, environment);

describe('runtime/production-runtime', () => {
  const text = sound('runtime: podman', 'runtime: docker # the old one');

  it.each(['stage', 'prod'])('is an error in %s', (environment) => {
    expect(findingsOf(inEnvironment(text, environment))).toEqual(['runtime/production-runtime 12:12 docker']);
    expect(lintText(inEnvironment(text, environment))[0]?.severity).toBe('error');
  });

  it('is silent elsewhere, and about everything else', () => {
    expect(findingsOf(text)).toEqual([]);
    expect(findingsOf(inEnvironment(text, 'test'))).toEqual([]);
    for (const runtime of ['podman', 'containerd', 'process']) {
      expect(findingsOf(inEnvironment(text.replace('docker', runtime), 'prod'))).toEqual([]);
    }
  });

  it('covers machines (decision 26)', () => {
    const machine = `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata:
  name: prod-app-01
  tags: { Owner: a, Vertical: a, DataSensitivity: internal }
spec: { environment: prod, role: app, image: base@1.0.0, runtime: docker }
`;
    expect(findingsOf(machine, { isOffline: true })).toEqual(['runtime/production-runtime 6:67 docker']);
  });

  it('switches to podman, or containerd', () => {
    const prod = inEnvironment(text, 'prod');
    expect(titlesOf(prod, 'runtime/production-runtime')).toEqual([
      '* Switch to podman',
      'Switch to containerd',
    ]);
    expect(fixed(prod, 'runtime/production-runtime')).toBe(prod.replace('docker', 'podman'));
  });
});

describe('runtime/exposure', () => {
  const text = (plane: string, exposure: string, more = '') =>
    sound('plane: app', `plane: ${plane}`).concat(
      `${more}  ports:\n    - { port: 8443${exposure && `, exposure: ${exposure}`} } # edge\n`,
    );

  it.each([
    ['control', '', 'private'],
    ['app', '', 'lan'],
    ['app', '  audience: internal\n', 'lan'],
    ['app', '  audience: partner\n', 'lan'],
    ['app', '  audience: public\n  accessibility: { standard: WCAG 2.2, locales: [en] }\n', 'public'],
    ['data', '', 'public'],
  ])('%s plane%s: at most %s', (plane, more, most) => {
    const order = ['private', 'vertical', 'lan', 'public'];
    const wide = order.filter((exposure) =>
      findingsOf(text(plane, exposure, more)).some((finding) => finding.startsWith('runtime/exposure')),
    );
    expect(wide).toEqual(order.slice(order.indexOf(most) + 1));
    expect(findingsOf(text(plane, '', more))).toEqual([]);
  });

  it('is at the exposure, a warning that stage and prod raise', () => {
    const open = text('app', 'public');
    expect(findingsOf(open)).toEqual(['runtime/exposure 15:31 public']);
    expect(lintText(open)[0]?.severity).toBe('warning');
    expect(lintText(inEnvironment(open, 'stage'))[0]?.severity).toBe('error');
  });

  it('says nothing where plane or audience do not fit', () => {
    expect(findingsOf(text('ap', 'public'))).toEqual(['schema/enum 11:10 ap']);
    expect(findingsOf(text('app', 'public', '  audience: all\n'))).toEqual(['schema/enum 14:13 all']);
  });

  it('is narrowed', () => {
    expect(fixed(text('app', 'public'), 'runtime/exposure')).toBe(text('app', 'lan'));
    expect(fixed(text('control', 'lan'), 'runtime/exposure')).toBe(text('control', 'private'));
  });
});

describe('runtime/port-conflict', () => {
  /** A Service on a machine; the first port's number at 17:15. */
  const service = (name: string, ports: string, hosts = '[dev-app-01]') =>
    sound('dev-health-billing', name).concat(`  hosts: ${hosts}\n  ports:\n${ports}`);
  const port = (number: number, protocol = 'tcp') => `    - port: ${number}\n      protocol: ${protocol}\n`;
  const machines = ['dev-app-01', 'dev-app-02'].map(
    (name) => `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata:
  name: ${name}
  tags: { Owner: a, Vertical: a, DataSensitivity: internal }
spec: { environment: dev, role: app, image: base@1.0.0 }
`,
  );
  const world = (...others: string[]) => ({
    files: { 'machines.heady.yaml': machines.join('---\n'), 'others.heady.yaml': others.join('---\n') },
  });
  const mine = service('dev-health-billing', port(8080));

  it('is at the port, and links the other', () => {
    const other = service('dev-health-portal', port(8080));
    expect(findingsOf(mine, world(other))).toEqual(['runtime/port-conflict 16:13 8080']);
    const [finding] = lintText(mine, world(other));
    const [related] = finding?.related ?? [];
    expect(related?.at).toEqual({ uri: 'others.heady.yaml', index: 0 });
    expect(other.slice(related?.span.start, related?.span.end)).toBe('8080');
  });

  it('is at every place', () => {
    const text = `${mine}---\n${service('dev-health-portal', port(8080))}`;
    expect(findingsOf(text, world())).toHaveLength(2);
  });

  it.each([
    ['another port', service('dev-health-portal', port(8081))],
    ['another host', service('dev-health-portal', port(8080), '[dev-app-02]')],
    ['no host', service('dev-health-portal', port(8080), '[]')],
    ['another transport', service('dev-health-portal', port(8080, 'udp'))],
  ])('%s is no conflict', (_, other) => {
    expect(findingsOf(mine, world(other))).toEqual([]);
  });

  it('knows udp and all others (decision 21)', () => {
    expect(findingsOf(mine, world(service('dev-health-portal', port(8080, 'grpc'))))).toHaveLength(1);
    const udp = service('dev-health-billing', port(8080, 'udp'));
    expect(findingsOf(udp, world(service('dev-health-portal', port(8080, 'udp'))))).toHaveLength(1);
  });

  it('leaves a service that is described twice to naming/duplicate', () => {
    expect(findingsOf(mine, world(mine))).toEqual(['naming/duplicate 4:9 dev-health-billing']);
  });

  it('moves to the next free port, with the health check', () => {
    const health = (number: number) => `  health: { port: ${number} }\n`;
    const others = [8080, 8082].map((number) => service(`dev-health-p${number}`, port(number)));
    const text = service('dev-health-billing', port(8080) + port(8081)) + health(8080);
    expect(titlesOf(text, 'runtime/port-conflict', world(...others))).toEqual(['Listen on 8083']);
    expect(fixed(text, 'runtime/port-conflict', world(...others))).toBe(
      service('dev-health-billing', port(8083) + port(8081)) + health(8083),
    );
  });

  describe('the range of the workspace', () => {
    const workspace = (services: string, range = '{ from: 9000, to: 9001 }') =>
      `apiVersion: heady.systems/v1\nkind: Workspace\nmetadata: { name: center }\nspec:\n  priority: P0\n  services: ${services}\n  portRange: ${range}\n`;

    it('holds for the services that it lists, by their full name', () => {
      const found = lintText(mine, world(workspace('[dev-health-billing]')));
      expect(found.map(({ rule }) => rule)).toEqual(['runtime/port-conflict']);
      expect(found[0]?.message).toContain('9000 to 9001 of the workspace "center"');
      expect(found[0]?.related?.map(({ at }) => at.uri)).toEqual(['others.heady.yaml']);
      expect(findingsOf(mine, world(workspace('[health-billing]')))).toEqual([]);
      expect(findingsOf(mine, world(workspace('[dev-health-billing]', '{ from: 8080, to: 8080 }')))).toEqual(
        [],
      );
    });

    it('is where the next free port is looked for', () => {
      const others = [workspace('[dev-health-billing]'), service('dev-health-portal', port(9000))];
      expect(fixed(mine, 'runtime/port-conflict', world(...others))).toBe(mine.replace('8080', '9001'));
      const full = [...others, service('dev-health-desk', port(9001))];
      expect(titlesOf(mine, 'runtime/port-conflict', world(...full))).toEqual([]);
    });

    it('says nothing where it is no range', () => {
      const backward = workspace('[dev-health-billing]', '{ from: 9001, to: 9000 }');
      expect(findingsOf(mine, world(backward))).toEqual([]);
    });
  });

  it('finds its way through a thousand services on one host', () => {
    const others = Array.from({ length: 1000 }, (_, i) => service(`dev-health-s${i}`, port(8081 + i)));
    const crowded = [...others, service('dev-health-portal', port(8080))];
    expect(titlesOf(mine, 'runtime/port-conflict', world(...crowded))).toEqual(['Listen on 9081']);
  });
});
