/** Reads a variable of this process and takes it out: what the process starts or dumps shall not hold it. */
export function takeVariable(name: string): string | undefined {
  const value = process.env[name];
  delete process.env[name];
  return value;
}
