/** A package or container image that a command line fetches and runs. */
export interface Fetched {
  /** As written: `@scope/server@1.2.0`. */
  text: string;
  /** Index of the argument that names it; undefined: the command itself does. */
  argument: number | undefined;
  what: 'package' | 'image';
  /** It says exactly which one: an exact version or a digest (decision 22). */
  pinned: boolean;
}

/** How a program takes what it is to fetch. */
interface Runner {
  what: Fetched['what'];
  /** Words before the package: `pnpm dlx`. One of these must follow the program; an empty one: none is needed. */
  verbs: readonly string[];
  /** Options whose value is a package itself. */
  packageOptions?: readonly string[];
  /** Options that stand alone. Of the runners that list them, every other option takes the word after it. */
  flags?: readonly string[];
  /** Of the runners without `flags`: options that take the word after them. */
  valueOptions?: readonly string[];
  isPinned(text: string): boolean;
}

const VERSION = /^v?\d+\.\d+\.\d+(?:[-+.][\w.+-]+)?$/;
const COMMIT = /^[0-9a-f]{40}$/;

const NPM: Omit<Runner, 'verbs'> = {
  what: 'package',
  packageOptions: ['-p', '--package'],
  valueOptions: [
    '--registry',
    '--cache',
    '--userconfig',
    '-w',
    '--workspace',
    '--prefix',
    '--loglevel',
    '-c',
    '--call',
  ],
  isPinned: (text) =>
    isLocal(text) || VERSION.test(afterLast(text, '@')) || COMMIT.test(afterLast(text, '#')),
};

const PYTHON: Omit<Runner, 'verbs'> = {
  what: 'package',
  packageOptions: ['--from', '--with', '--spec'],
  valueOptions: [
    '--python',
    '-p',
    '--index-url',
    '--index',
    '--directory',
    '--project',
    '--env-file',
    '--cache-dir',
  ],
  // `name==1.2.3`, `name@1.2.3`, `git+https://...@<commit>`; releases of Python packages may have two parts.
  isPinned: (text) =>
    isLocal(text) ||
    /(?:==|@)\d+(?:\.\d+)+(?:[\w.+-]*)$/.test(text.replace(/\s+/g, '')) ||
    COMMIT.test(afterLast(text, '@')),
};

const CONTAINER: Omit<Runner, 'verbs'> = {
  what: 'image',
  flags: [
    ...['-i', '-t', '-d', '-q', '-P', '--interactive', '--tty', '--detach', '--rm', '--init', '--privileged'],
    ...['--quiet', '--publish-all', '--read-only', '--no-healthcheck', '--oom-kill-disable', '--replace'],
  ],
  isPinned: (text) => {
    if (/@sha256:[0-9a-f]{64}$/.test(text)) return true;
    // A colon before a slash is the registry's port.
    const tag = /:(?<tag>[\w.-]+)$/.exec(text)?.groups?.tag ?? '';
    return /\d+\.\d+\.\d+|\d{4}-\d{2}-\d{2}/.test(tag);
  },
};

const RUNNERS: Readonly<Record<string, Runner>> = {
  npx: { ...NPM, verbs: [''] },
  bunx: { ...NPM, verbs: [''] },
  pnpx: { ...NPM, verbs: [''] },
  npm: { ...NPM, verbs: ['exec', 'x'] },
  pnpm: { ...NPM, verbs: ['dlx'] },
  yarn: { ...NPM, verbs: ['dlx'] },
  bun: { ...NPM, verbs: ['x'] },
  uvx: { ...PYTHON, verbs: [''] },
  uv: { ...PYTHON, verbs: ['tool run'] },
  pipx: { ...PYTHON, verbs: ['run'] },
  docker: { ...CONTAINER, verbs: ['run', 'container run'] },
  podman: { ...CONTAINER, verbs: ['run', 'container run'] },
  nerdctl: { ...CONTAINER, verbs: ['run', 'container run'] },
};

/**
 * What a command line fetches from a registry and runs. Empty for programs that are installed already, and for those
 * whose way of fetching is not known.
 */
export function fetchedBy(command: string, args: readonly string[]): Fetched[] {
  const words: Word[] = [
    ...command
      .trim()
      .split(/\s+/)
      .map((text): Word => ({ text, argument: undefined })),
    ...args.map((text, argument): Word => ({ text, argument })),
  ];
  const start =
    /^(?:cmd|cmd\.exe)$/i.test(words[0]?.text ?? '') && /^\/[ck]$/i.test(words[1]?.text ?? '') ? 2 : 0;
  const program = (words[start]?.text ?? '').replace(/^.*[\\/]/, '').replace(/\.(?:exe|cmd)$/i, '');
  const runner = Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
  const rest = runner && afterVerb(words.slice(start + 1), runner.verbs);
  if (!runner || !rest) return [];
  return packagesIn(rest, runner).map(({ text, argument }) => ({
    text,
    argument,
    what: runner.what,
    pinned: /\$\{?\w/.test(text) || runner.isPinned(text),
  }));
}

interface Word {
  text: string;
  argument: number | undefined;
}

function afterVerb(words: Word[], verbs: readonly string[]): Word[] | undefined {
  const verb = verbs.find(
    (each) => each === '' || each.split(' ').every((part, i) => words[i]?.text === part),
  );
  return verb === undefined ? undefined : words.slice(verb === '' ? 0 : verb.split(' ').length);
}

/** Packages named by options; else the first word that is no option. */
function packagesIn(words: readonly Word[], runner: Runner): Word[] {
  const named: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word) break;
    const { text } = word;
    const next = words[i + 1];
    const assigned = /^(?<option>--?[\w-]+)=(?<value>.*)$/s.exec(text)?.groups;
    if (runner.packageOptions?.includes(assigned?.option ?? '')) {
      named.push({ ...word, text: assigned?.value ?? '' });
    } else if (runner.packageOptions?.includes(text)) {
      if (next) named.push(next);
      i++;
    } else if (!text.startsWith('-')) {
      return named.length ? named : [word];
    } else if (!assigned && takesValue(text, runner)) {
      i++;
    }
  }
  return named;
}

function takesValue(option: string, { flags, valueOptions }: Runner): boolean {
  if (!flags) return valueOptions?.includes(option) ?? false;
  // `-it` are two flags in one word.
  const parts = /^-\w{2,}$/.test(option) ? [...option.slice(1)].map((letter) => `-${letter}`) : [option];
  return option !== '--' && !parts.every((part) => flags.includes(part));
}

/** A path on this machine is what it is. */
function isLocal(text: string): boolean {
  return /^(?:\.{0,2}[\\/]|~|file:|[A-Za-z]:[\\/]|\.$)/.test(text);
}

function afterLast(text: string, mark: string): string {
  const at = text.lastIndexOf(mark);
  return at > 0 ? text.slice(at + 1) : '';
}
