import { unknownTag } from './unknownTag.ts';

export const ownerUnknown = unknownTag({
  id: 'tags/owner-unknown',
  tag: 'Owner',
  noun: 'owner',
  remedy: 'correct it, or list the team in "owners" of a Policy',
  namesIn: (facts) => facts.owners(),
});
