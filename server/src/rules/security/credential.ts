/** Tokens that tell by their form whose they are (decision 23). */
const TOKENS: readonly { what: string; form: RegExp }[] = [
  { what: 'an AWS access key', form: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: 'a GitHub token', form: /\bgh[oprsu]_[0-9A-Za-z]{36}|\bgithub_pat_\w{22}/ },
  { what: 'a GitLab token', form: /\bgl(?:pat|cbt|rt|dt)-[\w-]{20}/ },
  { what: 'a Slack token', form: /\bxox[abeoprs]-[0-9A-Za-z-]{10}/ },
  { what: 'a Slack webhook', form: /\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16}/ },
  { what: 'a Stripe key', form: /\b[rs]k_(?:live|test)_[0-9A-Za-z]{16}/ },
  {
    what: 'an API key of an AI service',
    form: /\bsk-(?:ant|proj|or|svcacct)-[\w-]{20}|\bsk-[0-9A-Za-z]{40}/,
  },
  { what: 'a Google API key', form: /\bAIza[\w-]{35}/ },
  { what: 'a Hugging Face token', form: /\bhf_[0-9A-Za-z]{30}/ },
  { what: 'an npm token', form: /\bnpm_[0-9A-Za-z]{36}/ },
  { what: 'a PyPI token', form: /\bpypi-AgE[\w-]{50}/ },
  { what: 'a SendGrid key', form: /\bSG\.[\w-]{22}\.[\w-]{43}/ },
  { what: 'a DigitalOcean token', form: /\bdo[op]_v1_[0-9a-f]{64}/ },
  { what: 'a Vault token', form: /\bhv[bs]\.[\w-]{24}/ },
  { what: 'an Azure storage key', form: /\bAccountKey=[0-9A-Za-z+/]{40}/ },
  { what: 'a JSON web token', form: /\beyJ[\w-]{10,1000}\.eyJ[\w-]{10,4000}\.[\w-]{10}/ },
  { what: 'a private key', form: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/ },
];

const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#:@]{0,200}:(?<password>[^\s/?#@]{1,200})@/i;
/** How the keys of secrets end, letters and digits only, and what stands under such a key. */
const SECRETS: Readonly<Record<string, string>> = {
  password: 'a password',
  passwd: 'a password',
  secret: 'a secret',
  token: 'a token',
  apikey: 'an API key',
  accesskey: 'an access key',
};

/** More text than any credential has; what lies beyond is not looked at. */
const MAX_LENGTH = 20_000;

/**
 * What a value looks like, in words; undefined where it looks like no credential.
 *
 * @param key under which the value stands, or the option before it
 */
export function credentialIn(key: string, value: string): string | undefined {
  const text = value.slice(0, MAX_LENGTH);
  const token = TOKENS.find(({ form }) => form.test(text));
  if (token) return token.what;
  const password = URL_WITH_PASSWORD.exec(text)?.groups?.password;
  if (password !== undefined && !isPlaceholder(password) && /[0-9A-Za-z]/.test(password)) {
    return 'a URL with a password';
  }
  return isSecretValue(text) ? secretNamedBy(key) : undefined;
}

/** What a key says of the value under it: `DB_PASSWORD`, `apiKey`, `--token`. */
function secretNamedBy(key: string): string | undefined {
  const folded = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.entries(SECRETS).find(([ending]) => folded.endsWith(ending))?.[1];
}

/** Eight characters or more with letters and digits, that point to nothing. */
function isSecretValue(text: string): boolean {
  return (
    text.length >= 8 &&
    /[A-Za-z]/.test(text) &&
    /[0-9]/.test(text) &&
    !isPlaceholder(text) &&
    !isPath(text) &&
    !/^(?:[a-z][a-z0-9+.-]*:\/\/|(?:arn|urn):)/i.test(text)
  );
}

/** `${NAME}`, `$NAME` and `<name>` are filled in elsewhere. */
function isPlaceholder(text: string): boolean {
  return /\$\{[^}]*\}/.test(text) || /^\$\w+$/.test(text) || /^<.*>$/s.test(text);
}

/** From a root, from here or from home; or lower-case names in a row, which no random text is. */
function isPath(text: string): boolean {
  return /^(?:~|\.{1,2})?[\\/]|^[A-Za-z]:[\\/]/.test(text) || /^[a-z0-9._-]+(?:\/[a-z0-9._-]+)+$/.test(text);
}
