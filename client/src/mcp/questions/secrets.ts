/** Names of what opens doors, as words of their own. */
const NAMES =
  /\b(pass ?(word|phrase|code)|passwd|pwd|secret|credentials?|token|api ?key|access ?key|private ?key|pin( code)?|otp|cvv|cvc|(card|account) number|iban|ssn)\b/i;

/** In a description only what is asked for by its whole name: it may speak of a pin in passing. */
const WHOLE_NAMES =
  /\b(password|passphrase|api key|access token|private key|secret key|seed phrase|recovery code)s?\b/i;

/** Said of a field that looks like one. */
export const SECRETS_FORBIDDEN = 'Servers may not ask for secrets this way.';

/** Whether what a form asks for is likely to be secret. MCP forbids that: what is typed passes through many hands. */
export function looksSecret(names: readonly string[], description: string): boolean {
  return names.some((name) => NAMES.test(words(name))) || WHOLE_NAMES.test(words(description));
}

/** `githubToken`, `github_token` and `github-token` are words too. */
function words(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_.-]+/g, ' ');
}
