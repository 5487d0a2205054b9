import type { CancellationToken, Disposable } from 'vscode';
import type {
  QuestionAnswer,
  QuestionKind,
  QuestionParams,
} from '../../../../server/src/protocol/gatewayQuestions.ts';
import { wordsOf } from '../../failures.ts';
import type { HeadyServer } from '../../server/headyServer.ts';
import { ResultDocuments } from '../resultDocuments.ts';
import { askForm } from './askForm.ts';
import { askToOpen } from './askToOpen.ts';
import { canLendModels, lendModel } from './lendModel.ts';

/** What this editor can put to people. */
export function questionKinds(): QuestionKind[] {
  return ['form', 'url', ...(canLendModels() ? (['sampling'] as const) : [])];
}

/** Puts what MCP servers ask to the person at the editor, one question after the other. */
export class Questions implements Disposable {
  readonly #documents = new ResultDocuments('heady-mcp-question');
  #last: Promise<unknown> = Promise.resolve();

  constructor(server: HeadyServer) {
    server.onQuestion = (question, token) => this.ask(question, token);
  }

  /** Never rejects: where nothing can be asked the server is told why. */
  ask(question: QuestionParams, token: CancellationToken): Promise<QuestionAnswer> {
    const asked = this.#last.then(() => this.#ask(question, token));
    this.#last = asked;
    return asked;
  }

  dispose(): void {
    this.#documents.dispose();
  }

  async #ask({ kind, asker, params }: QuestionParams, token: CancellationToken): Promise<QuestionAnswer> {
    // It may have waited for the one before it longer than its server did.
    if (token.isCancellationRequested) return { result: { action: 'cancel' } };
    try {
      switch (kind) {
        case 'form':
          return { result: { ...(await askForm(asker, params, token)) } };
        case 'url':
          return { result: { ...(await askToOpen(asker, params, token)) } };
        case 'sampling':
          return await lendModel(asker, params, this.#documents, token);
      }
    } catch (cause) {
      return { refused: wordsOf(cause) };
    }
  }
}
