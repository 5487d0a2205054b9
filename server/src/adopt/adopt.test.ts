import { describe, expect, it } from 'vitest';
import { ANSWERS, adoptTexts, manifestIn } from './testAdoption.ts';

const DEFAULTS = { defaults: ANSWERS };

function compose(service: string): string {
  return `services:\n  web:\n    image: registry.example/web:1.2.0\n${service.replace(/^/gm, '    ')}\n`;
}

/** What `services.web` of a compose file becomes. */
function web(service: string) {
  const report = adoptTexts({ 'compose.yaml': compose(service) }, DEFAULTS);
  return { ...manifestIn(report, 'dev-health-web'), report };
}

describe('ports of Compose', () => {
  it.each([
    ['"8080:80"', [{ port: 80, exposure: 'lan' }]],
    ['"127.0.0.1:8080:80"', [{ port: 80, exposure: 'private' }]],
    ['"[::1]:8080:80/udp"', [{ port: 80, protocol: 'udp', exposure: 'private' }]],
    ['"80"', [{ port: 80, exposure: 'lan' }]],
    ['8080', [{ port: 8080, exposure: 'lan' }]],
    [`"\${WEB_PORT:-8080}:80"`, [{ port: 80, exposure: 'lan' }]],
    [
      '"3000-3001:4000-4001"',
      [
        { port: 4000, exposure: 'lan' },
        { port: 4001, exposure: 'lan' },
      ],
    ],
    [
      '{ target: 443, app_protocol: https, published: 8443 }',
      [{ port: 443, protocol: 'https', exposure: 'lan' }],
    ],
  ])('%s', (port, ports) => {
    expect(web(`ports: [${port}]`).value.spec.ports).toEqual(ports);
  });

  it.each([`"80:\${PORT}"`, '"0"', '"99999"', '"1-9000"', 'x', '""'])('%s is left to decide', (port) => {
    const { value, report } = web(`ports: [${port}]`);
    expect(value.spec.ports).toBeUndefined();
    expect(report.notes.filter(({ kind }) => kind === 'decide').length).toBeGreaterThan(0);
  });

  it('opens a port that is exposed and published as wide as it is published, once', () => {
    expect(web('expose: ["80"]\nports: ["80:80"]').value.spec.ports).toEqual([{ port: 80, exposure: 'lan' }]);
  });
});

describe('variables', () => {
  it.each([
    ['DB_PASSWORD', 'letmein'],
    ['JWT_SECRET', '1'],
    ['STRIPE_KEY', 'sk_live_0123456789abcdefABCD'],
    ['DATABASE_URL', 'postgres://u:p4ssw0rd@db/x'],
    ['SIGNING', 'A1b2C3d4E5f6G7h8J9k0L1m2N3p4Q5'],
    ['SMTP_PASSWORD', `\${SMTP_PASSWORD}`],
  ])('%s is kept out', (name, value) => {
    const { value: manifest, text, report } = web(`environment: { ${name}: "${value}" }`);
    expect(manifest.spec.env).toBeUndefined();
    const key = name.toLowerCase().replaceAll('_', '-');
    expect(manifest.spec.secrets).toEqual([{ name, ref: `heady://secrets/health/web-${key}` }]);
    expect(text).not.toContain(`: ${value}`);
    expect(report.notes.some(({ kind, message }) => kind === 'secret' && message.includes(name))).toBe(true);
  });

  it.each([
    ['PASSWORD_FILE', '/run/secrets/password'],
    ['ALLOW_EMPTY_PASSWORD', 'yes'],
    ['TOKEN_TTL', '3600'],
    ['GREETING', 'hello'],
    ['PORT', '3300'],
  ])('%s is copied, as a text', (name, value) => {
    expect(web(`environment: { ${name}: ${value} }`).value.spec.env).toEqual({ [name]: value });
  });

  it('that merge keys bring count, and those beside them hold over them', () => {
    const text = `x-env: &env { A: base, B: base }\nservices:\n  web:\n    image: w:1.0\n    environment:\n      <<: *env\n      B: own\n`;
    expect(
      manifestIn(adoptTexts({ 'compose.yaml': text }, DEFAULTS), 'dev-health-web').value.spec.env,
    ).toEqual({
      B: 'own',
      A: 'base',
    });
  });
});

describe('names', () => {
  it.each([
    ['web', 'prod-health-web'],
    ['prod-health-web', 'prod-health-web'],
    ['web-production', 'prod-health-web'],
    ['health-web', 'prod-health-web'],
    ['Web_Server', 'prod-health-web-server'],
    ['3scale', 'prod-health-service-3scale'],
    ['..', 'prod-health-service'],
    ['prod', 'prod-health-prod'],
  ])('%s is %s', (source, name) => {
    const text = JSON.stringify({ services: { [source]: { image: 'a:1.0' } } });
    const report = adoptTexts({ 'compose.yaml': text }, { defaults: { ...ANSWERS, environment: 'prod' } });
    expect(report.manifests.map((manifest) => manifest.name)).toEqual([name]);
  });

  it('of the same in two projects are told apart by folder, and references stay in theirs', () => {
    const text = 'services:\n  web: { image: "a:1.0", depends_on: [db] }\n  db: { image: "postgres:16.4" }\n';
    const report = adoptTexts({ 'desk/compose.yaml': text, 'shop/compose.yaml': text }, DEFAULTS);
    expect(report.manifests.map(({ name }) => name).sort()).toEqual([
      'dev-health-db',
      'dev-health-db-shop',
      'dev-health-web',
      'dev-health-web-shop',
    ]);
    expect(manifestIn(report, 'dev-health-web').value.spec.dependsOn).toEqual(['dev-health-db']);
    expect(manifestIn(report, 'dev-health-web-shop').value.spec.dependsOn).toEqual(['dev-health-db-shop']);
    expect(report.notes.filter(({ kind }) => kind === 'named').map(({ message }) => message)).toContain(
      'It is called "dev-health-web-shop": "dev-health-web" is the one of desk/compose.yaml:2.',
    );
  });

  it('that Windows keeps for devices become no file of that name', () => {
    const report = adoptTexts({ 'compose.yaml': 'services: { con: { image: "a:1.0" } }' }, DEFAULTS);
    expect(report.manifests).toMatchObject([
      { name: 'dev-health-con', path: 'services/health/con-heady/dev.heady.yaml' },
    ]);
  });
});

describe('several sources of one thing', () => {
  const component = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: web, title: The web, description: What people see. }
spec: { type: website, owner: team-web }
`;

  it('become one manifest for each environment', () => {
    const report = adoptTexts(
      {
        'compose.yaml': compose('ports: ["80:80"]'),
        'docker-compose.prod.yml': compose('ports: ["80:80"]'),
        'catalog-info.yaml': component,
      },
      { defaults: { ...ANSWERS, owner: 'nobody' } },
    );
    expect(report.manifests.map(({ name }) => name)).toEqual(['dev-health-web', 'prod-health-web']);
    for (const { name } of report.manifests) {
      const { value, from } = manifestIn(report, name);
      expect(value.metadata).toMatchObject({ title: 'The web', tags: { Owner: 'team-web' } });
      expect(from).toHaveLength(2);
    }
  });

  it('that disagree say so, and the one that runs it holds', () => {
    const catalog = 'services:\n  - { name: web, port: 9999, runtime: podman }\n';
    const report = adoptTexts(
      { 'compose.yaml': compose('ports: ["80:80"]'), 'service-catalog.yaml': catalog },
      DEFAULTS,
    );
    const { value } = manifestIn(report, 'dev-health-web');
    expect(value.spec.ports).toEqual([{ port: 9999 }]);
    expect(value.spec.runtime).toBe('podman');
  });
});

describe('what is there', () => {
  const first = () => adoptTexts({ 'compose.yaml': compose('ports: ["80:80"]') }, DEFAULTS);
  const there = () => Object.fromEntries(first().manifests.map(({ path, text }) => [path, text]));

  it('differs where the source says something else, and what people added is theirs', () => {
    const [[path = '', text = ''] = []] = Object.entries(there());
    const edited = text.replace('spec:', 'spec:\n  audience: public').replace('web:1.2.0', 'web:1.1.0');
    const report = adoptTexts(
      { 'compose.yaml': compose('ports: ["80:80"]') },
      { ...DEFAULTS, there: { [path]: edited } },
    );
    expect(report.manifests).toMatchObject([
      {
        status: 'differs',
        differences: [
          {
            field: 'spec.image',
            there: '"registry.example/web:1.1.0"',
            proposed: '"registry.example/web:1.2.0"',
          },
        ],
      },
    ]);
  });

  it('is known by its name where it was written by hand', () => {
    const own = `apiVersion: heady.systems/v1
kind: Service
metadata: { name: dev-health-web }
spec: { environment: dev, plane: app, runtime: docker, image: "registry.example/web:1.2.0", ports: [{ port: 80, exposure: lan }] }
`;
    const report = adoptTexts(
      { 'compose.yaml': compose('ports: ["80:80"]') },
      { ...DEFAULTS, there: { 'own/web.heady.yaml': own } },
    );
    expect(report.manifests).toMatchObject([{ status: 'differs', path: 'own/web.heady.yaml' }]);
    expect(report.manifests[0]?.differences.map(({ field }) => field)).toEqual([
      'metadata.tags.Owner',
      'metadata.tags.Vertical',
      'metadata.tags.DataSensitivity',
    ]);
  });

  it('keeps the name that others refer to it by', () => {
    const text = 'services:\n  web: { image: "a:1.0", depends_on: [db] }\n  db: { image: "postgres:16.4" }\n';
    const before = adoptTexts({ 'compose.yaml': text }, DEFAULTS);
    const db = manifestIn(before, 'dev-health-db');
    const renamed = db.text.replace('name: dev-health-db', 'name: dev-health-ledger');
    const report = adoptTexts({ 'compose.yaml': text }, { ...DEFAULTS, there: { [db.path]: renamed } });
    expect(manifestIn(report, 'dev-health-web').value.spec.dependsOn).toEqual(['dev-health-ledger']);
  });
});

describe('hostile sources', () => {
  it('whose aliases stand for billions of values are refused, and the others are read', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'a0: &a0 {x: 1}'
        : `a${i}: &a${i} {${Array.from({ length: 9 }, (__, k) => `k${i}_${k}: *a${i - 1}`).join(', ')}}`,
    ).join('\n');
    const bomb = `${levels}\nservices:\n  web: { image: "a:1.0", environment: *a11, labels: *a11 }\n`;
    const report = adoptTexts({ 'compose.yaml': bomb, 'other/compose.yaml': compose('') }, DEFAULTS);
    expect(report.manifests.length).toBeGreaterThan(0);
  });

  it('whose merge keys multiply are read as they are', () => {
    const levels = Array.from({ length: 14 }, (_, i) =>
      i === 0
        ? 'm0: &m0 { k: 1 }'
        : `m${i}: &m${i}\n  <<: [${Array.from({ length: 9 }, () => `*m${i - 1}`).join(', ')}]`,
    ).join('\n');
    const bomb = `${levels}\nservices:\n  web:\n    image: a:1.0\n    environment: &e { <<: [*m13, *e] }\n`;
    const report = adoptTexts({ 'compose.yaml': bomb }, DEFAULTS);
    expect(manifestIn(report, 'dev-health-web').value.spec.env).toEqual({ k: '1' });
  });

  it('that merge more than anybody could read are refused in words', () => {
    const large = Array.from({ length: 2_000 }, (_, i) => `  k${i}: 1`).join('\n');
    const maps = Array.from({ length: 200 }, (_, i) => `m${i}: &m${i}\n  <<: *large\n  own${i}: 1`).join(
      '\n',
    );
    const all = Array.from({ length: 200 }, (_, i) => `*m${i}`).join(', ');
    const text = `large: &large\n${large}\n${maps}\nservices:\n  web:\n    image: a:1.0\n    environment: { <<: [${all}] }\n`;
    const report = adoptTexts({ 'compose.yaml': text }, DEFAULTS);
    expect(report.manifests).toEqual([]);
    expect(report.notes).toContainEqual(
      expect.objectContaining({ kind: 'refused', message: 'Its aliases stand for more than 200000 values.' }),
    );
  });

  it.each([
    ['too long', `# ${'x'.repeat(2_000_001)}`],
    ['too deep', `${'['.repeat(5_000)}`],
    ['broken', 'services:\n  web: { image: '],
    ['a list', '- a\n- b\n'],
    ['nothing of the kind', 'hello: world\n'],
  ])('that are %s are refused in words', (_, text) => {
    const report = adoptTexts({ 'compose.yaml': text }, DEFAULTS);
    expect(report.manifests).toEqual([]);
    expect(report.notes.map(({ kind }) => kind)).toContain('refused');
  });

  it('cannot silence a rule, or add a line, by how they are called', () => {
    const path = 'heady-ignore naming/service: hush\nspec2: x/compose.yaml';
    const report = adoptTexts({ [path]: compose('') });
    const [manifest] = report.manifests;
    expect(manifest?.text).not.toMatch(/# heady-ignore|\nspec2/);
    expect(manifest?.findings.map(({ rule }) => rule)).toContain('naming/service');
  });
});
