#!/usr/bin/env node
import '../linearRegex.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { USAGE as CONTROL_PLANE_USAGE } from '../controlPlane/settings/settingsTable.ts';
import { GATEWAY_USAGE } from '../gateway/options.ts';
import { ADOPT_USAGE } from './adoptArguments.ts';
import { AUDIT_USAGE } from './auditUsage.ts';
import { EXPLAIN_USAGE, explainCommand } from './explain.ts';
import { GOVERNANCE_USAGE, governanceCommand } from './governance.ts';
import { impactCommand } from './impact.ts';
import { IMPACT_USAGE } from './impactArguments.ts';
import { lintCommand } from './lint.ts';
import { LINT_USAGE } from './lintArguments.ts';
import { NEW_USAGE } from './new/newArguments.ts';
import { RULES_USAGE, rulesCommand } from './rules.ts';
import { TEMPLATE_USAGE } from './template/templateArguments.ts';
import { UPDATE_USAGE } from './update/updateArguments.ts';
import { UsageError } from './usage.ts';

const USAGE = `heady ${packageJson.version}: the Heady rails on the command line.

usage: heady <command> [options]

commands:
  lint [paths...]       check manifests against the rails
  impact [paths...]     find who is left out, in manifests and other texts
  governance [paths...] list the services that go to prod without an owner or a catalog entry
  rules [id]            list the rules, or print the page of one
  explain <file:line>   say what is found on a line, and why
  new <kind> [name]     make a service, or another entry, from a template
  update [paths...]     bring services to the present version of their template
  template check [dirs] find what is wrong with templates, for their authors
  adopt [paths...]      make manifests of what describes services already: Compose, Kubernetes, Backstage
  control-plane         serve the catalog to MCP clients
  gateway               serve MCP servers, governed, behind one
  audit <command>       verify, query or export its audit log
  help [command]        say more about a command

  --version             print the version
  --help                print this
`;

/**
 * Runs a command line; the result is the process's exit code: 0 clean, 1 findings, 2 could not run; undefined for one
 * that goes on.
 */
async function main([command, ...args]: readonly string[]): Promise<number | undefined> {
  try {
    switch (command) {
      case 'lint':
        return await lintCommand(args, process);
      case 'impact':
        return await impactCommand(args, process);
      case 'governance':
        return await governanceCommand(args, process);
      case 'rules':
        return await rulesCommand(args, process);
      case 'explain':
        return await explainCommand(args, process);
      case 'new': {
        const { newCommand } = await import('./new/newCommand.ts');
        return await newCommand(args, process);
      }
      case 'update': {
        const { updateCommand } = await import('./update/updateCommand.ts');
        return await updateCommand(args, process);
      }
      case 'template': {
        const { templateCommand } = await import('./template/templateCommand.ts');
        return await templateCommand(args, process);
      }
      case 'adopt': {
        const { adoptCommand } = await import('./adopt.ts');
        return await adoptCommand(args, process);
      }
      case 'control-plane': {
        const { controlPlaneCommand } = await import('../controlPlane/command.ts');
        return await controlPlaneCommand(args);
      }
      case 'gateway': {
        const { gatewayCommand } = await import('../gateway/command.ts');
        return await gatewayCommand(args);
      }
      case 'audit': {
        const [{ auditCommand }, { interruption }] = await Promise.all([
          import('./audit.ts'),
          import('../controlPlane/interruption.ts'),
        ]);
        return await auditCommand(args, process, interruption(2));
      }
      case 'help':
      case '--help':
      case '-h':
        process.stdout.write(usageOf(args[0]));
        return 0;
      case '--version':
      case '-v':
        process.stdout.write(`${packageJson.version}\n`);
        return 0;
      case undefined:
        process.stderr.write(USAGE);
        return 2;
      default:
        throw unknown(command);
    }
  } catch (error) {
    const message = isUsersToMend(error) ? error.message : `could not run: ${(error as Error).stack}`;
    process.stderr.write(`heady: ${message}\n`);
    return 2;
  }
}

/** A working directory that was deleted, say: no fault of the program, so no stack. */
function isUsersToMend(error: unknown): error is Error {
  return error instanceof UsageError || (error instanceof Error && 'syscall' in error);
}

/** @throws UsageError for what is no command */
function usageOf(command: string | undefined): string {
  const usages = new Map([
    ['lint', LINT_USAGE],
    ['impact', IMPACT_USAGE],
    ['governance', GOVERNANCE_USAGE],
    ['rules', RULES_USAGE],
    ['explain', EXPLAIN_USAGE],
    ['new', NEW_USAGE],
    ['update', UPDATE_USAGE],
    ['template', TEMPLATE_USAGE],
    ['adopt', ADOPT_USAGE],
    ['control-plane', CONTROL_PLANE_USAGE],
    ['gateway', GATEWAY_USAGE],
    ['audit', AUDIT_USAGE],
  ]);
  if (command === undefined) return USAGE;
  const usage = usages.get(command);
  if (usage === undefined) throw unknown(command);
  return usage;
}

function unknown(command: string): UsageError {
  return new UsageError(`'${command}' is no command. Run 'heady --help' for those there are.`);
}

// A reader that has seen enough (`heady lint | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2));
