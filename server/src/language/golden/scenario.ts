/** What an editor does at a place, and what comes of it. */
export interface Scenario {
  title: string;
  request: Request;
  /** As written: with the cursor's mark. */
  marked: string;
  outcome: string;
}

/** `<verb>[ in <file>][: <argument>]`. */
export interface Request {
  verb: string;
  /** A file of the workspace, of which `marked` is a part; undefined: `marked` is a file of its own. */
  file?: string;
  argument?: string;
}

/** A file of scenarios: what it is about, then each under a heading. */
export interface Golden {
  head: string;
  scenarios: Scenario[];
}

const SCENARIO =
  /^(?<title>.*)\n\n(?<request>.*)\n\n```yaml\n(?<marked>[\s\S]*?\n)```\n\n```text\n(?<outcome>[\s\S]*?)```\n*$/;

/** @throws for a section that is no scenario */
export function readGolden(text: string): Golden {
  const [head = '', ...sections] = text.split(/^## /m);
  return { head, scenarios: sections.map(readScenario) };
}

export function writeGolden({ head, scenarios }: Golden): string {
  return head + scenarios.map(writeScenario).join('\n');
}

function readScenario(section: string): Scenario {
  const { title = '', request = '', marked = '', outcome = '' } = SCENARIO.exec(section)?.groups ?? {};
  if (!title || !marked.includes('|'))
    throw new Error(`This is no scenario with a cursor (see README.md):\n${section}`);
  return { title, request: readRequest(request), marked: marked.replace(/\n$/, ''), outcome };
}

function readRequest(line: string): Request {
  const {
    verb = '',
    file,
    argument,
  } = /^(?<verb>\w+)(?: in (?<file>\S+?))?(?:: (?<argument>.*))?$/.exec(line)?.groups ?? {};
  if (!verb) throw new Error(`This is no request: ${line}`);
  return { verb, ...(file ? { file } : {}), ...(argument ? { argument } : {}) };
}

function writeScenario({ title, request: { verb, file, argument }, marked, outcome }: Scenario): string {
  const request = verb + (file ? ` in ${file}` : '') + (argument ? `: ${argument}` : '');
  return `## ${title}\n\n${request}\n\n\`\`\`yaml\n${marked}\n\`\`\`\n\n\`\`\`text\n${outcome}\`\`\`\n`;
}
