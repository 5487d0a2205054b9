import { byFile, type LintReport, type LocatedFinding } from '../report.ts';

/** JUnit XML: a suite for each file with findings, a case for each rule broken there; a clean run is one passed case. */
export function formatJunit({ findings, files }: LintReport): string {
  const shown = findings.filter(({ suppressed }) => suppressed === null);
  const suites = [...byFile(shown)].map(([file, own]) => suite(file, own));
  const failures = shown.filter(isFailure).length;
  const clean = `  <testsuite name="heady lint" tests="1" failures="0" errors="0">\n    <testcase classname="heady" name="${files} files without findings"/>\n  </testsuite>\n`;
  const head = `<testsuites name="heady lint" tests="${Math.max(shown.length, 1)}" failures="${failures}" errors="0">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.length ? suites.join('') : clean}</testsuites>\n`;
}

function suite(file: string, findings: readonly LocatedFinding[]): string {
  const failures = findings.filter(isFailure).length;
  const cases = findings.map((finding) => testCase(finding)).join('');
  return `  <testsuite name="${escapeXml(file)}" tests="${findings.length}" failures="${failures}" errors="0">\n${cases}  </testsuite>\n`;
}

function testCase(finding: LocatedFinding): string {
  const { file, rule, severity, message, start } = finding;
  const place = `${file}:${start.line}:${start.column}`;
  const text = escapeXml(`${place}: ${severity}: ${message} (${rule})`);
  // Information fails nothing: it stays in the report as what the case printed.
  const body = isFailure(finding)
    ? `<failure message="${escapeXml(message)}" type="${severity}">${text}</failure>`
    : `<system-out>${text}</system-out>`;
  return `    <testcase classname="${escapeXml(file)}" name="${escapeXml(`${rule} ${start.line}:${start.column}`)}">${body}</testcase>\n`;
}

function isFailure({ severity }: LocatedFinding): boolean {
  return severity !== 'info';
}

function escapeXml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
      // Control characters have no place in XML, escaped or not.
      .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
  );
}
