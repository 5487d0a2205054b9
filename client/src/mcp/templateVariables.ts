/** Names of the variables of a URI template (RFC 6570), in order, each once. */
export function templateVariables(template: string): string[] {
  const expressions = [...template.matchAll(/\{[+#./;?&]?([^{}]+)\}/g)].map(([, inside = '']) => inside);
  const names = expressions.flatMap((inside) =>
    inside.split(',').map((variable) => variable.trim().replace(/(\*|:\d+)$/, '')),
  );
  return [...new Set(names)].filter((name) => name !== '');
}
