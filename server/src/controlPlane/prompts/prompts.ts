import type { McpServer } from '@modelcontextprotocol/server';
import type { ControlPlane } from '../plane.ts';
import { registerDraftManifest } from './draftManifest.ts';
import { registerExplainRefusal } from './explainRefusal.ts';
import { registerPreparePromotion } from './preparePromotion.ts';
import { registerReviewImpact } from './reviewImpact.ts';

/** What people ask a model for, with all that it needs to know. */
export function registerPrompts(server: McpServer, plane: ControlPlane): void {
  registerDraftManifest(server, plane);
  registerExplainRefusal(server, plane);
  registerPreparePromotion(server, plane);
  registerReviewImpact(server, plane);
}
