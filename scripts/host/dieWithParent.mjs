// Preloaded into the VS Code server (node --import): when whoever started it is gone, however it went, the pipe on
// standard input closes, and the server takes its whole process group with it.
process.stdin.on('close', () => {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1); // no process groups on Windows; VS Code's own children leave when their parent does
  }
});
process.stdin.resume();
process.stdin.unref();
// Children inherit the arguments Node was started with; this one is not for them.
process.execArgv = [];
