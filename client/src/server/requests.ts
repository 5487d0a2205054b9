import type { AdoptParams, AdoptResult } from '../../../server/src/protocol/adopt.ts';
import type {
  AuditAnswer,
  AuditExportParams,
  AuditParams,
  AuditText,
  AuditUnread,
} from '../../../server/src/protocol/audit.ts';
import type { CatalogChanges, CatalogChangesParams } from '../../../server/src/protocol/catalog.ts';
import type { ControlPlaneStatus } from '../../../server/src/protocol/controlPlane.ts';
import type {
  PromoteParams,
  Promotion,
  RestoreParams,
  Retirement,
  RetireParams,
  TakeRegisteredParams,
  Unavailable,
} from '../../../server/src/protocol/entryChanges.ts';
import type {
  Asked,
  EntryAnswer,
  EntryAudit,
  EntryDetailsParams,
  EntryHistory,
  EntryPageParams,
  EntryTextParams,
  FieldPlace,
  FieldPlaceParams,
} from '../../../server/src/protocol/entryDetails.ts';
import type {
  EnvironmentSignInParams,
  EnvironmentSignInResult,
} from '../../../server/src/protocol/environmentSignIn.ts';
import type {
  EnvironmentInfo,
  EnvironmentsParams,
  SetEnvironmentParams,
} from '../../../server/src/protocol/environments.ts';
import type { CallToolParams, GatewayStatus, ServerParams } from '../../../server/src/protocol/gateway.ts';
import type {
  CompleteParams,
  GetPromptParams,
  ReadTemplateParams,
  ReadTemplateResult,
  ResetBreakerParams,
} from '../../../server/src/protocol/gatewayItems.ts';
import type { ServerContents } from '../../../server/src/protocol/gatewayOverview.ts';
import type {
  DecidePinsParams,
  PinnedThing,
  PinReview,
  ServerPinItems,
} from '../../../server/src/protocol/gatewayPins.ts';
import type { GovernanceExportParams } from '../../../server/src/protocol/governance.ts';
import type {
  LockParams,
  RegisterPreview,
  Unlocked,
  UnlockParams,
} from '../../../server/src/protocol/guard.ts';
import type {
  ImpactExportParams,
  ImpactResult,
  ImpactTextItem,
  ImpactTextParams,
} from '../../../server/src/protocol/impact.ts';
import type { RegisterParams, RegisterResult } from '../../../server/src/protocol/register.ts';
import type {
  KnownThing,
  ScaffoldCheck,
  ScaffoldChoices,
  ScaffoldParams,
  ScaffoldPreview,
  TemplateList,
} from '../../../server/src/protocol/scaffold.ts';
import type { TemplateUpdate, TemplateUpdateParams } from '../../../server/src/protocol/templateUpdate.ts';

/** What each request of the protocol takes and answers; `undefined`: it takes nothing. */
export interface Requests {
  'heady/catalogChanges': { params: CatalogChangesParams; result: CatalogChanges };
  'heady/governanceExport': { params: GovernanceExportParams; result: string };
  'heady/restartControlPlane': { params: undefined; result: ControlPlaneStatus };
  'heady/environments': { params: EnvironmentsParams; result: EnvironmentInfo[] };
  'heady/setEnvironment': { params: SetEnvironmentParams; result: null };
  'heady/unlock': { params: UnlockParams; result: Unlocked };
  'heady/lock': { params: LockParams; result: null };
  'heady/registerPreview': { params: RegisterParams; result: RegisterPreview | null };
  'heady/register': { params: RegisterParams; result: RegisterResult };
  'heady/scaffold/templates': { params: undefined; result: TemplateList };
  'heady/scaffold/choices': { params: { vertical?: string }; result: ScaffoldChoices };
  'heady/scaffold/known': { params: { thing: KnownThing }; result: string[] };
  'heady/scaffold/check': { params: ScaffoldParams; result: ScaffoldCheck };
  'heady/scaffold/preview': { params: ScaffoldParams; result: ScaffoldPreview };
  'heady/templateUpdate/plan': { params: TemplateUpdateParams; result: TemplateUpdate };
  'heady/adopt': { params: AdoptParams; result: AdoptResult };
  'heady/entry': { params: EntryDetailsParams; result: EntryAnswer };
  'heady/entry/history': { params: EntryPageParams; result: Asked<EntryHistory> };
  'heady/entry/audit': { params: EntryPageParams; result: Asked<EntryAudit> };
  'heady/entry/rehearsePromotion': { params: PromoteParams; result: Promotion | Unavailable };
  'heady/entry/promote': { params: PromoteParams; result: Promotion | Unavailable };
  'heady/entry/retire': { params: RetireParams; result: Retirement | Unavailable };
  'heady/entry/takeRegistered': { params: TakeRegisteredParams; result: string[] };
  'heady/entry/restore': { params: RestoreParams; result: RegisterResult | Unavailable };
  'heady/entry/fieldPlace': { params: FieldPlaceParams; result: FieldPlace | null };
  'heady/entry/text': { params: EntryTextParams; result: Asked<string> };
  'heady/impact': { params: Record<string, never>; result: ImpactResult };
  'heady/impactText': { params: ImpactTextParams; result: ImpactTextItem[] };
  'heady/impactExport': { params: ImpactExportParams; result: string };
  'heady/audit': { params: AuditParams; result: AuditAnswer };
  'heady/audit/export': { params: AuditExportParams; result: AuditText | AuditUnread };
  'heady/gateway': { params: undefined; result: GatewayStatus };
  'heady/gateway/start': { params: undefined; result: GatewayStatus };
  'heady/gateway/restart': { params: undefined; result: GatewayStatus };
  'heady/environment/signIn': { params: EnvironmentSignInParams; result: EnvironmentSignInResult };
  'heady/environment/signOut': { params: EnvironmentSignInParams; result: null };
  'heady/gateway/signIn': { params: ServerParams; result: null };
  'heady/gateway/signOut': { params: ServerParams; result: { was: boolean } };
  'heady/gateway/contents': { params: ServerParams; result: ServerContents };
  'heady/gateway/serverLog': { params: ServerParams; result: string[] };
  'heady/gateway/startServer': { params: ServerParams; result: null };
  'heady/gateway/stopServer': { params: ServerParams; result: null };
  'heady/gateway/callTool': { params: CallToolParams; result: Record<string, unknown> };
  'heady/gateway/complete': { params: CompleteParams; result: string[] };
  'heady/gateway/getPrompt': { params: GetPromptParams; result: Record<string, unknown> };
  'heady/gateway/readTemplate': { params: ReadTemplateParams; result: ReadTemplateResult };
  'heady/gateway/resetBreaker': { params: ResetBreakerParams; result: null };
  'heady/gateway/pins': { params: ServerParams; result: ServerPinItems };
  'heady/gateway/reviewPin': { params: PinnedThing; result: PinReview };
  'heady/gateway/decidePins': { params: DecidePinsParams; result: null };
  'heady/gateway/readResource': { params: { uri: string }; result: Record<string, unknown> };
}

export type RequestName = keyof Requests;
