import { expect, test } from 'vitest';
import { proxyVariables } from './proxyVariables.ts';

test('what the settings say stands above what the environment says', () => {
  expect(
    proxyVariables({ proxy: 'http://proxy.example:3128', noProxy: ['a.example', '.b.example'] }),
  ).toEqual({
    HTTPS_PROXY: 'http://proxy.example:3128',
    https_proxy: 'http://proxy.example:3128',
    HTTP_PROXY: 'http://proxy.example:3128',
    http_proxy: 'http://proxy.example:3128',
    NO_PROXY: 'a.example,.b.example',
    no_proxy: 'a.example,.b.example',
  });
});

test('where they say nothing the environment holds', () => {
  expect(proxyVariables({ proxy: '', noProxy: [] })).toEqual({});
});
