import type { Connection } from 'vscode-languageserver';
import type { EnvironmentSettings, GatewaySettings, Settings } from '../protocol/settings.ts';
import { ENVIRONMENT_NAMES } from '../protocol.ts';
import { wish } from './wish.ts';

export const DEFAULT_SETTINGS: Settings = {
  controlPlane: { enabled: true },
  environments: {},
  exclude: [],
  maxFiles: 20_000,
  impact: { codeLens: true },
  gateway: { mcpJson: true, controlPlane: true, allowAddresses: [] },
  templates: { sources: [] },
};

/** Asks the client for the user's settings; what is not stated, or makes no sense, is as by default. */
export async function readSettings(connection: Connection): Promise<Settings> {
  const given = await wish(connection, connection.workspace.getConfiguration('heady'));
  const { exclude, controlPlane, environments, maxFiles, impact, gateway, templates } = (given ??
    {}) as Partial<Settings>;
  return {
    exclude: textsIn(exclude),
    controlPlane: { enabled: controlPlane?.enabled !== false },
    environments: environmentsIn(environments),
    maxFiles:
      Number.isInteger(maxFiles) && Number(maxFiles) > 0 ? Number(maxFiles) : DEFAULT_SETTINGS.maxFiles,
    impact: { codeLens: impact?.codeLens !== false },
    gateway: gatewayIn(gateway),
    templates: { sources: textsIn(templates?.sources) },
  };
}

function textsIn(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((text) => typeof text === 'string') : [];
}

function gatewayIn(given: Partial<GatewaySettings> = {}): GatewaySettings {
  const { mcpJson, controlPlane, allowAddresses, quietHours, firstSight, metaToolsAbove } = given ?? {};
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  return {
    mcpJson: mcpJson !== false,
    controlPlane: controlPlane !== false,
    allowAddresses: Array.isArray(allowAddresses) ? allowAddresses.filter(isText) : [],
    ...(isText(quietHours) && quietHours ? { quietHours } : {}),
    ...(firstSight === 'trust' || firstSight === 'ask' ? { firstSight } : {}),
    ...(Number.isInteger(metaToolsAbove) && Number(metaToolsAbove) >= 0
      ? { metaToolsAbove: Number(metaToolsAbove) }
      : {}),
  };
}

function environmentsIn(given: unknown): Settings['environments'] {
  const stated = (given ?? {}) as {
    readonly [name: string]: { controlPlane?: unknown; clientId?: unknown } | undefined;
  };
  return Object.fromEntries(
    ENVIRONMENT_NAMES.flatMap((name): [string, EnvironmentSettings][] => {
      const { controlPlane, clientId } = stated[name] ?? {};
      if (controlPlane === 'embedded') return [[name, { controlPlane }]];
      const urls = Array.isArray(controlPlane) && controlPlane.filter((url) => typeof url === 'string');
      const settings = {
        ...(urls ? { controlPlane: urls } : {}),
        ...(typeof clientId === 'string' && clientId !== '' ? { clientId } : {}),
      };
      return Object.keys(settings).length > 0 ? [[name, settings]] : [];
    }),
  );
}
