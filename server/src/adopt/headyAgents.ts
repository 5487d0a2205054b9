import type { Plain } from '../manifest/tree.ts';
import { type Draft, draft, type SourceFormat, told, toldText } from './draft.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

const LEVELS = ['L0', 'L1', 'L2', 'L3', 'bmad', 'elite'];

const TAKEN: ReadonlySet<string> = new Set([
  ...[
    'name',
    'id',
    'title',
    'role',
    'description',
    'owner',
    'skills',
    'capabilities',
    'tools',
    'level',
    'parent',
  ],
]);

/** An entry of a list of agents, or of nodes: the same thing by another name. */
export function headyAgent(name: string, entry: Located, format: SourceFormat, notes: Notes): Draft {
  const agent = draft('Agent', format, name, entry);
  const title = toldText(entry.get('title') ?? (entry.get('id') && entry.get('name')));
  const about = toldText(entry.get('description') ?? entry.get('role'));
  const owner = toldText(entry.get('owner'));
  if (title && title.value !== name) agent.title = title;
  if (about) agent.description = about;
  if (owner) agent.owner = owner;
  const level = entry.get('level');
  if (level?.text && LEVELS.includes(level.text)) agent.spec.set('level', told(level.text, level));
  const parent = entry.get('parent');
  if (parent?.text) agent.references.push({ field: 'parent', to: 'Agent', name: parent.text, at: parent.at });
  const skills = entry.get('skills') ?? entry.get('capabilities');
  if (skills && skills.texts().length > 0) agent.spec.set('skills', told<Plain>(skills.texts(), skills));
  takeTools(agent, entry.get('tools'), notes);
  const rest = entry.entries().filter(([key]) => !TAKEN.has(key));
  for (const [key, value] of rest) notes.unmapped(value, `"${key}": agents have no field for it.`);
  return agent;
}

/** Tools of MCP servers, `<server>.<tool>`; programs that an agent runs are none. */
function takeTools(agent: Draft, tools: Located | undefined, notes: Notes): void {
  if (!tools) return;
  const texts = tools.texts();
  const ours = texts.filter((text) => /^[\w-]+\.[\w-]+$/.test(text));
  if (ours.length > 0) agent.spec.set('tools', told<Plain>(ours, tools));
  const others = texts.filter((text) => !ours.includes(text));
  if (others.length > 0)
    notes.unmapped(tools, `No tools of MCP servers, "<server>.<tool>": ${others.join(', ')}.`);
}
