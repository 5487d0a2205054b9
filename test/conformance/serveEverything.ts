// The everything server behind the control plane's own HTTP: names, tokens, limits, sessions and streams.
import { readFileSync } from 'node:fs';
import { serveHttp } from '../../server/src/controlPlane/http/serveHttp.ts';
import { parseOptions } from '../../server/src/controlPlane/settings/options.ts';
import { everythingServer } from './everythingServer.ts';

const sources = {
  args: process.argv.slice(2),
  environment: process.env,
  readFile: (path: string) => readFileSync(path, 'utf8'),
};
const options = parseOptions(sources, ['sqlite']);
if (!options?.http) throw new Error('Start it with --http HOST:PORT.');
const serving = await serveHttp(options.http, {
  audit: { append: async () => {} },
  ping: async () => {},
  source: () => ({ makeServer: everythingServer, watch: () => () => {} }),
});
process.once('SIGTERM', () => void serving.stop());
