import type {
  ImpactExportParams,
  ImpactResult,
  ImpactTextItem,
  ImpactTextParams,
} from '../../../server/src/protocol/impact.ts';
import type {
  CatalogSnapshot,
  ControlPlaneStatus,
  EnvironmentInfo,
  EnvironmentName,
  RegisterParams,
  RegisterResult,
  ScaffoldAnswers,
  ScaffoldCheckParams,
  ScaffoldChoices,
  ScaffoldPreview,
  ScaffoldProblem,
} from '../../../server/src/protocol.ts';

/** What each request of the protocol takes and answers; `undefined`: it takes nothing. */
export interface Requests {
  'heady/catalog': { params: undefined; result: CatalogSnapshot };
  'heady/restartControlPlane': { params: undefined; result: ControlPlaneStatus };
  'heady/environments': { params: undefined; result: EnvironmentInfo[] };
  'heady/setEnvironment': { params: { environment: EnvironmentName }; result: null };
  'heady/register': { params: RegisterParams; result: RegisterResult };
  'heady/scaffoldChoices': { params: { folder: string; vertical?: string }; result: ScaffoldChoices };
  'heady/scaffoldCheck': { params: ScaffoldCheckParams; result: ScaffoldProblem[] };
  'heady/scaffoldPreview': { params: { folder: string; answers: ScaffoldAnswers }; result: ScaffoldPreview };
  'heady/impact': { params: Record<string, never>; result: ImpactResult };
  'heady/impactText': { params: ImpactTextParams; result: ImpactTextItem[] };
  'heady/impactExport': { params: ImpactExportParams; result: string };
}

export type RequestName = keyof Requests;
