import type { CancellationToken, Disposable, LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../../server/src/protocol/settings.ts';
import { Commands } from '../../../server/src/protocol.ts';
import { manifestSelector } from './manifestSelector.ts';

/** How far a request is. */
export interface RequestProgress {
  /** 0 to 100. */
  percentage?: number;
  /** For people. */
  message?: string;
}

export interface ClientParts {
  /** Path of the server's program. */
  program: string;
  log: LogOutputChannel;
  options: () => InitializationOptions;
  /** Variables that its process gets beside the editor's own. */
  environment: Record<string, string>;
  /** The process ended, or its pipe broke. */
  onClosed: () => void;
}

/**
 * A client for one life of the server, not started. It neither restarts the server nor talks to the user: its owner
 * does both. Which files and settings the server wants to hear of it registers itself. This module loads the protocol library, so it is imported only when the server is started.
 */
export function createLanguageClient({ program, log, options, environment, onClosed }: ClientParts) {
  return new QuietClient(
    'heady',
    'Heady',
    // Under the editor's own Node: nothing has to be installed.
    { module: program, transport: TransportKind.stdio, options: { env: environment } },
    {
      documentSelector: manifestSelector(),
      initializationOptions: options,
      outputChannel: log,
      // Hovers link to what they name; that one command is all that Markdown of the server may run.
      markdown: { isTrusted: { enabledCommands: [Commands.details] } },
      traceOutputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticPullOptions: { onChange: true },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          onClosed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    },
  );
}

/** Writes its troubles to the log alone; what the user should know the owner says, once and with remedies. */
class QuietClient extends LanguageClient {
  #requests = 0;

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** `sendRequest` for a request that tells how far it is. */
  async sendRequestWithProgress<R>(
    method: string,
    params: object,
    token: CancellationToken,
    report: (progress: RequestProgress) => void,
  ): Promise<R> {
    const workDoneToken = `heady/${++this.#requests}`;
    const listening: Disposable = this.onProgress(WorkDoneProgress.type, workDoneToken, (progress) => {
      if (progress.kind !== 'end') report(progress);
    });
    try {
      return await this.sendRequest<R>(method, { ...params, workDoneToken }, token);
    } finally {
      listening.dispose();
    }
  }
}

export type { QuietClient };
