import type { CancellationToken, Connection, WorkDoneProgressParams } from 'vscode-languageserver';
import {
  type CompleteParams,
  type GetPromptParams,
  ItemMethods,
  type ReadTemplateParams,
  type ReadTemplateResult,
  type ResetBreakerParams,
} from '../../protocol/gatewayItems.ts';
import { OverviewMethods } from '../../protocol/gatewayOverview.ts';
import type { Asking } from './asking.ts';

/** Answers what the editor asks to use what servers offer beside tools. */
export function listenForItems(connection: Connection, asking: Asking): void {
  connection.onRequest(ItemMethods.complete, (params: CompleteParams, token) =>
    completed(asking, params, token),
  );
  connection.onRequest(
    ItemMethods.getPrompt,
    ({ name, arguments: args, workDoneToken }: GetPromptParams & WorkDoneProgressParams, token) => {
      const request = { method: 'prompts/get', params: { name, arguments: args } };
      return asking.askReporting(name, request, workDoneToken, token);
    },
  );
  connection.onRequest(
    ItemMethods.readTemplate,
    async ({ template, variables }: ReadTemplateParams, token): Promise<ReadTemplateResult> => {
      const { UriTemplate } = await import('@modelcontextprotocol/client');
      const uri = new UriTemplate(template).expand(variables);
      return { uri, result: await asking.ask('resources/read', { uri }, token) };
    },
  );
  connection.onRequest(ItemMethods.resetBreaker, (params: ResetBreakerParams, token) =>
    asking.change(OverviewMethods.resetBreaker, params, token),
  );
}

/** Most servers complete nothing, and say so by an error: then people type all of it. */
async function completed(
  asking: Asking,
  { prompt, template, argument, value, given }: CompleteParams,
  token: CancellationToken,
): Promise<string[]> {
  const ref =
    prompt === undefined ? { type: 'ref/resource', uri: template } : { type: 'ref/prompt', name: prompt };
  const params = { ref, argument: { name: argument, value }, context: { arguments: given } };
  const result = await asking.ask('completion/complete', params, token).catch(() => undefined);
  const values = (result?.completion as { values?: unknown } | undefined)?.values;
  return Array.isArray(values) ? values.filter((each) => typeof each === 'string') : [];
}
