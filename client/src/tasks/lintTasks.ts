import {
  type Disposable,
  ProcessExecution,
  Task,
  type TaskDefinition,
  TaskGroup,
  TaskScope,
  tasks,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';

interface LintTaskDefinition extends TaskDefinition {
  command: 'lint';
  paths?: string[];
  args?: string[];
}

/** "Terminal > Run Task > heady": the command line's lint, its findings in the Problems view. */
export function registerLintTasks(extensionUri: Uri): Disposable {
  const program = Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  return tasks.registerTaskProvider('heady', {
    provideTasks: () =>
      // The command line reads a disk.
      (workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map((folder) => lintTask(program, { type: 'heady', command: 'lint' }, folder)),
    resolveTask: (task) => {
      const { scope } = task;
      const folder = typeof scope === 'object' ? scope : undefined;
      return lintTask(program, task.definition as LintTaskDefinition, folder);
    },
  });
}

function lintTask(
  program: string,
  definition: LintTaskDefinition,
  folder: WorkspaceFolder | undefined,
): Task {
  const { paths = ['.'], args = [] } = definition;
  // The editor's own executable is Electron, which is Node when told so. Unwrapped lines are what the matcher reads.
  const execution = new ProcessExecution(
    process.execPath,
    [program, 'lint', '--width', '0', ...args, ...paths],
    {
      env: { ELECTRON_RUN_AS_NODE: '1' },
      ...(folder ? { cwd: folder.uri.fsPath } : {}),
    },
  );
  const task = new Task(definition, folder ?? TaskScope.Workspace, 'lint', 'heady', execution, '$heady');
  task.group = TaskGroup.Test;
  return task;
}
