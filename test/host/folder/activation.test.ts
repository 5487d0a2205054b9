import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { activateHeady } from '../support.ts';

describe('activation', () => {
  it('finds the extension and activates it', async () => {
    const extension = await activateHeady();
    assert.equal(extension.isActive, true);
  });
});
