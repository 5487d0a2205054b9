import { hierarchy } from './agents/hierarchy.ts';
import { dependencyCycle } from './catalog/dependencyCycle.ts';
import { drift } from './catalog/drift.ts';
import { environmentCrossing } from './catalog/environmentCrossing.ts';
import { prodEntry } from './catalog/prodEntry.ts';
import { prodOwner } from './catalog/prodOwner.ts';
import { unknownReference } from './catalog/unknownReference.ts';
import { agents } from './image/agents.ts';
import { layers } from './image/layers.ts';
import { notSealed } from './image/notSealed.ts';
import { accessibility } from './impact/accessibility.ts';
import { exclusionaryLanguage } from './impact/exclusionaryLanguage.ts';
import { pricingTransparency } from './impact/pricingTransparency.ts';
import { protectedAttribute } from './impact/protectedAttribute.ts';
import { proxyAttribute } from './impact/proxyAttribute.ts';
import { duplicateServer } from './mcp/duplicateServer.ts';
import { inlineSecret as mcpInlineSecret } from './mcp/inlineSecret.ts';
import { transport } from './mcp/transport.ts';
import { unpinned as unpinnedServer } from './mcp/unpinned.ts';
import { duplicate } from './naming/duplicate.ts';
import { environmentMismatch } from './naming/environmentMismatch.ts';
import { service } from './naming/service.ts';
import { verticalMismatch } from './naming/verticalMismatch.ts';
import { vm } from './naming/vm.ts';
import { controlNodes } from './plane/controlNodes.ts';
import { dataAccess } from './plane/dataAccess.ts';
import type { Rule } from './rule.ts';
import { exposure } from './runtime/exposure.ts';
import { portConflict } from './runtime/portConflict.ts';
import { productionRuntime } from './runtime/productionRuntime.ts';
import { apiVersion } from './schema/apiVersion.ts';
import { enumeration } from './schema/enum.ts';
import { format } from './schema/format.ts';
import { range } from './schema/range.ts';
import { required } from './schema/required.ts';
import { type } from './schema/type.ts';
import { unknownField } from './schema/unknownField.ts';
import { unknownKind } from './schema/unknownKind.ts';
import { inlineSecret } from './security/inlineSecret.ts';
import { noReason } from './suppression/noReason.ts';
import { unused } from './suppression/unused.ts';
import { dataSensitivity } from './tags/dataSensitivity.ts';
import { ownerUnknown } from './tags/ownerUnknown.ts';
import { required as requiredTags } from './tags/required.ts';
import { verticalUnknown } from './tags/verticalUnknown.ts';
import { auditRetention } from './vertical/auditRetention.ts';
import { costCeiling } from './vertical/costCeiling.ts';
import { dataSensitivity as verticalSensitivity } from './vertical/dataSensitivity.ts';
import { syntax } from './yaml/syntax.ts';

/** Every rule of the manifest language, in the order of the documentation. */
export const rules: readonly Rule[] = [
  syntax,
  required,
  type,
  enumeration,
  unknownField,
  format,
  range,
  unknownKind,
  apiVersion,
  service,
  vm,
  environmentMismatch,
  verticalMismatch,
  duplicate,
  requiredTags,
  dataSensitivity,
  ownerUnknown,
  verticalUnknown,
  prodOwner,
  prodEntry,
  unknownReference,
  drift,
  dependencyCycle,
  environmentCrossing,
  productionRuntime,
  portConflict,
  exposure,
  dataAccess,
  controlNodes,
  notSealed,
  layers,
  agents,
  exclusionaryLanguage,
  protectedAttribute,
  proxyAttribute,
  accessibility,
  pricingTransparency,
  verticalSensitivity,
  auditRetention,
  costCeiling,
  hierarchy,
  duplicateServer,
  mcpInlineSecret,
  transport,
  unpinnedServer,
  inlineSecret,
  unused,
  noReason,
];
