// The everything server as a process that speaks over its standard streams: revision 2026-07-28 and the one before, or with
// --legacy the one before only.
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { everythingServer } from './everythingServer.ts';

if (process.argv.includes('--legacy')) await everythingServer().connect(new StdioServerTransport());
else serveStdio(everythingServer);
process.stdin.once('end', () => process.exit());
