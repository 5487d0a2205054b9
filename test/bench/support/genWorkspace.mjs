// Workspaces to measure with: sound Service manifests, the same bytes for the same seed, and a known number of errors.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ENVIRONMENTS = ['dev', 'test', 'stage', 'prod'];
const VERTICALS = ['health', 'data', 'finance', 'education', 'logistics', 'civic', 'energy', 'retail'];
const NOUNS =
  'account address asset audit basket billing booking catalog checkout claim consent coupon customer device document event export feed gateway import index inventory invoice ledger media menu metrics notification offer order partner payment payout price product profile quote refund report review route search session shipment stock ticket token user voucher wallet'.split(
    ' ',
  );
const ROLES = [
  'api',
  'worker',
  'sync',
  'cache',
  'router',
  'store',
  'stream',
  'scheduler',
  'adapter',
  'proxy',
];
const TEAMS = [
  'team-platform',
  'team-billing',
  'team-data-platform',
  'team-intake',
  'team-insight',
  'team-edge',
];
const VERBS = ['collects', 'validates', 'enriches', 'routes', 'stores', 'reconciles', 'publishes', 'replays'];
const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'];

/** A small seeded generator of numbers (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)] };
}

/** The i-th service: no two of them have the same name. */
function serviceAt(i) {
  let rest = i;
  const digit = (list) => {
    const value = list[rest % list.length];
    rest = Math.floor(rest / list.length);
    return value;
  };
  const [environment, vertical, noun, role] = [ENVIRONMENTS, VERTICALS, NOUNS, ROLES].map(digit);
  const short = `${noun}-${role}${rest ? rest + 1 : ''}`;
  return { environment, vertical, noun, short, name: `${environment}-${vertical}-${short}` };
}

function sentence(dice, { noun }) {
  return `The ${noun} service ${dice.pick(VERBS)} ${dice.pick(NOUNS)} records and ${dice.pick(VERBS)} every ${dice.pick(NOUNS)}.`;
}

/** Lines of one sound manifest, `want` of them (at least about 45). It may depend on the services named. */
function manifest(dice, service, dependencies, want) {
  const port = 8000 + dice.below(900);
  const fixed = [
    `# ${service.short}: read the runbook before changing limits`,
    'apiVersion: heady.systems/v1',
    'kind: Service',
    'metadata:',
    `  name: ${service.name}`,
    `  title: ${service.noun} of ${service.vertical}`,
    '  description: >-',
    `    ${sentence(dice, service)}`,
    `    ${sentence(dice, service)}`,
    '  labels:',
    `    app.kubernetes.io/name: ${service.short}`,
    `    app.kubernetes.io/part-of: ${service.vertical}`,
    '  tags:',
    `    Owner: ${dice.pick(TEAMS)}`,
    `    Vertical: ${service.vertical}`,
    `    DataSensitivity: ${dice.pick(SENSITIVITIES)}`,
    '  links:',
    `    - { title: Runbook, url: "https://docs.heady.systems/${service.vertical}/${service.short}" }`,
    'spec:',
    `  environment: ${service.environment}`,
    '  plane: app',
    `  runtime: ${dice.pick(['podman', 'containerd'])}`,
    `  image: registry.heady.systems/${service.vertical}/${service.short}:${1 + dice.below(4)}.${dice.below(30)}.${dice.below(10)}`,
    `  replicas: ${1 + dice.below(12)}`,
    '  state: stateless # scales freely',
    `  ports: [{ name: http, port: ${port}, protocol: http, exposure: private }]`,
    `  health: { path: /healthz, port: ${port}, intervalSeconds: ${10 * (1 + dice.below(6))} }`,
    `  slo: { availability: ${dice.pick(['99.5', '99.9', '99.95'])}, latencyP95Ms: ${50 * (1 + dice.below(20))} }`,
    `  monthlyCost: { amount: ${10 * (1 + dice.below(90))}, currency: USD }`,
  ];
  const lists = { dependsOn: [], env: [], secrets: [], outcomes: [] };
  const grow = [
    (i) => i < dependencies.length && lists.dependsOn.push(`    - ${dependencies[i]}`),
    (i) =>
      lists.env.push(
        `    ${service.noun.toUpperCase()}_${dice.pick(NOUNS).toUpperCase()}_${i}: ${dice.pick(['info', '"30"', '"true"', `'${dice.pick(NOUNS)}:${dice.below(100)}'`])}`,
      ),
    (i) =>
      lists.secrets.push(
        `    - name: ${dice.pick(NOUNS).toUpperCase()}_LOGIN_${i}`,
        `      ref: heady://secrets/${service.vertical}/${service.short}-${i}`,
      ),
    (i) =>
      lists.outcomes.push(
        `      - name: ${dice.pick(NOUNS)} handled sooner (${i})`,
        `        beneficiaries: ${100 * (1 + dice.below(90))}`,
        `        valuePerBeneficiary: ${1 + dice.below(50)}`,
        '        attribution: 0.5',
        '        deadweight: 0.1',
      ),
  ];
  const head = [
    '  impact:',
    '    currency: USD',
    '    periodMonths: 12',
    '    investment: 100000',
    '    outcomes:',
  ];
  const build = () => [
    ...fixed,
    ...(lists.dependsOn.length ? ['  dependsOn:', ...lists.dependsOn] : []),
    ...(lists.env.length ? ['  env:', ...lists.env] : []),
    ...(lists.secrets.length ? ['  secrets:', ...lists.secrets] : []),
    ...(lists.outcomes.length ? [...head, ...lists.outcomes] : []),
  ];
  for (let i = 0; build().length + 6 <= want; i++) grow[i % grow.length](Math.floor(i / grow.length));
  const lines = build();
  while (lines.length < want) lines.splice(8, 0, `    ${sentence(dice, service)}`);
  return lines;
}

/** Ways to break a sound manifest: each returns the line (from 0) to blame. `needs`: what it takes to see it. */
const ERRORS = {
  'unclosed-quote': ['yaml', (lines) => replace(lines, /url: "([^"]*)"/, 'url: "$1')],
  'repeated-key': ['yaml', (lines) => repeat(lines, /^ {2}plane:/)],
  'wrong-value': ['schema', (lines) => replace(lines, /runtime: .*/, 'runtime: podmann')],
  'unknown-field': ['schema', (lines) => replace(lines, /^ {2}replicas:/, '  replica:')],
  'wrong-type': ['schema', (lines) => replace(lines, /replicas: .*/, 'replicas: three')],
  'other-environment': [
    'cross-field',
    (lines, { environment }) =>
      replace(
        lines,
        /environment: .*/,
        `environment: ${ENVIRONMENTS.find((each) => each !== environment)}`,
        /name:/,
      ),
  ],
  'other-vertical': [
    'cross-field',
    (lines, { vertical }) =>
      replace(lines, /Vertical: .*/, `Vertical: ${VERTICALS.find((each) => each !== vertical)}`, /name:/),
  ],
  'same-name': [
    'workspace',
    (lines, _, other) => {
      replace(lines, /environment: .*/, `environment: ${other.environment}`);
      replace(lines, /Vertical: .*/, `Vertical: ${other.vertical}`);
      return replace(lines, /^ {2}name: .*/, `  name: ${other.name}`);
    },
  ],
};

function replace(lines, pattern, by, blamed = pattern) {
  const at = lines.findIndex((line) => pattern.test(line));
  const blame = lines.findIndex((line) => blamed.test(line));
  lines[at] = lines[at].replace(pattern, by);
  return blame;
}

function repeat(lines, pattern) {
  const at = lines.findIndex((line) => pattern.test(line));
  lines.splice(at + 1, 0, lines[at]);
  return at + 1;
}

/**
 * Writes one file of `lines` lines: documents of about 100 lines, and from 1,000 lines on one that is a fifth of it.
 *
 * @returns the file's name
 */
export function writeBigFile(folder, lines, seed = 1) {
  const dice = random(seed * 7 + lines);
  const long = lines >= 1000 ? Math.round(lines / 5) : 0;
  const sizes = [];
  for (let left = lines - long; left > 0; left -= sizes.at(-1)) {
    sizes.push(left < 200 ? left : 80 + dice.below(40));
  }
  if (long) sizes.splice(Math.floor(sizes.length / 3), 0, long);
  const documents = sizes.map((size, i) => {
    const service = serviceAt(i);
    const peers = Array.from({ length: i }, (_, earlier) => serviceAt(earlier));
    const dependencies = peers.filter(({ environment }) => environment === service.environment).slice(-6);
    const names = dependencies.map(({ name }) => name);
    return manifest(dice, service, names, size - (i ? 1 : 0)).join('\n');
  });
  const file = `big-${lines}.heady.yaml`;
  write(join(folder, file), `${documents.join('\n---\n')}\n`);
  return file;
}

/**
 * Writes `count` files of one manifest each, of about `lines` lines; some of them broken, as `planted.json` tells in
 * the form of the driver: file, line (from 1), sort, needs, also.
 */
export function writeWorkspace(folder, { count, lines = 80, errorRate = 0.015, seed = 1 }) {
  const sorts = Object.entries(ERRORS);
  const every = Math.round(1 / errorRate);
  const planted = [];
  for (let i = 0; i < count; i++) {
    const dice = random(seed * 1_000_003 + i);
    const service = serviceAt(i);
    // Nothing depends on a broken manifest, so that one error causes no other.
    const peers = [4, 8, 12, 16].map((back) => i - back).filter((peer) => peer >= 0 && peer % every !== 1);
    const text = manifest(
      dice,
      service,
      peers.map((peer) => serviceAt(peer).name),
      Math.round(lines * (0.75 + dice.below(50) / 100)),
    );
    const file = fileOf(service);
    if (i % every === 1) {
      const [sort, [needs, plant]] = sorts[planted.length % sorts.length];
      const other = serviceAt(i - 1);
      const line = plant(text, service, other) + 1;
      planted.push({ file, line, sort, needs, ...(sort === 'same-name' ? { also: fileOf(other) } : {}) });
    }
    write(join(folder, file), `${text.join('\n')}\n`);
  }
  write(join(folder, 'planted.json'), JSON.stringify(planted));
}

function fileOf({ vertical, name }) {
  return `services/${vertical}/${name}.heady.yaml`;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
