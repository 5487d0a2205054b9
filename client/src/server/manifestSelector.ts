/** Heady manifests. JSON ones keep their language; previews (another scheme) are nobody's manifests yet. */
export const manifestSelector = [
  { scheme: 'file', language: 'heady-manifest' },
  { scheme: 'untitled', language: 'heady-manifest' },
  { scheme: 'file', pattern: '**/*.heady.json' },
  { scheme: 'file', pattern: '**/heady.json' },
];
