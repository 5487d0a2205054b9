import { type Draft, draft, told, toldText } from './draft.ts';
import { entriesOf } from './headyLists.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

/** Verticals of a list with domains and what they are for. */
export function readHeadyVerticals(root: Located, notes: Notes): Draft[] {
  const section = root.get('verticals');
  if (!section) return [];
  return entriesOf(section).map(([name, entry]) => {
    const vertical = draft('Vertical', 'heady-verticals', entry.get('slug')?.text ?? name, entry);
    vertical.pointer = `verticals.${name}`;
    const focus = toldText(entry.get('focus') ?? entry.get('tagline'));
    const [title, about] = [toldText(entry.get('name')), toldText(entry.get('description'))];
    if (focus) vertical.spec.set('focus', focus);
    if (title && title.value !== vertical.name) vertical.title = title;
    if (about) vertical.description = about;
    const domain = entry.get('domain');
    if (domain?.text && /^[a-z0-9.-]+$/i.test(domain.text)) {
      vertical.links.push(told({ title: 'Site', url: `https://${domain.text}` }, domain));
    }
    const taken = ['name', 'slug', 'domain', 'focus', 'tagline', 'description'];
    const rest = entry.keys().filter((key) => !taken.includes(key));
    if (rest.length > 0) notes.unmapped(entry, `Verticals have no field for it: ${rest.join(', ')}.`);
    return vertical;
  });
}
