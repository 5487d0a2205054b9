import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of the manifests below a folder, in order, each with its text. */
export function readManifests(folder) {
  const paths = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.heady.yaml'))
    .sort()
    .map((path) => join(folder, path));
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Tells the bench how long the work alone took, and what came of it. */
export function tell(startedAt, found) {
  console.log(JSON.stringify({ workMs: performance.now() - startedAt, found }));
}
