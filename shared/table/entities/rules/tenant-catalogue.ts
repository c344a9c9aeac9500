import * as z from 'zod';
import {
  type Catalogue,
  catalogueFor,
  catalogueOf,
  type GlobalCatalogue,
} from '../../../domain/ips/catalogue/index.ts';
import type { ApplicationType, CatalogueRule } from '../../../domain/ips/catalogue/rule.ts';
import { actionOf } from '../../../domain/ips/custom-rule/lines.ts';
import type { textsOf } from '../../../domain/ips/custom-rule/texts.ts';
import { collectionName } from '../../../schema/api/collection.ts';
import { changeOf } from '../../../schema/api/common.ts';
import { applicationTypes } from '../../../schema/api/policy/application-type.ts';
import { intrusionPreventionRules } from '../../../schema/api/policy/intrusion-prevention-rule.ts';
import type { Store } from '../../store.ts';
import { listObjects, type ObjectItem } from '../object/object.ts';

/** What a tenant may set of a global rule; anything else of it is the catalogue's. */
const ruleSettings = changeOf(intrusionPreventionRules.body).pick({
  detectOnly: true,
  alwaysIncludePacketData: true,
});
const typeSettings = changeOf(applicationTypes.body).pick({
  portType: true,
  portMultiple: true,
  portListID: true,
});
const dates = z.object({ originalIssue: z.number().optional(), lastUpdated: z.number().optional() });

export type Members = Readonly<Record<string, unknown>>;

export interface TenantCatalogue extends Catalogue {
  /** What the tenant wrote of a rule or application type, its own or a global one. */
  ruleMembers(ID: number): Members | undefined;
  typeMembers(ID: number): Members | undefined;
}

/**
 * The rules and application types of one tenant: the global ones with what the tenant set of them, and its own. A list
 * or policy view over many ids asks this once and looks ids up in it. Own rules have their signatures only where
 * `signaturesOf` is given: only what compiles for hosts needs the translation.
 */
export const readTenantCatalogue = async (
  store: Store,
  tenant: string,
  from: GlobalCatalogue,
  signaturesOf?: typeof textsOf,
): Promise<TenantCatalogue> => {
  const [global, rules, types] = await Promise.all([
    catalogueFor(from, tenant),
    listObjects(store, tenant, collectionName(intrusionPreventionRules)),
    listObjects(store, tenant, collectionName(applicationTypes)),
  ]);
  const ruleByID = new Map(rules.map(({ ID, members }) => [ID, members]));
  const typeItems = new Map(types.map(({ ID, members }) => [ID, members]));
  const written = {
    ruleMembers: (ID: number) => ruleByID.get(ID),
    typeMembers: (ID: number) => typeItems.get(ID),
  };
  if (rules.length + types.length === 0) return { ...global, ...written };
  const portLists = types.some(({ members }) => members.portType === 'port-list')
    ? await listObjects(store, tenant, 'portlists')
    : [];
  const portsOf = (listID: number | undefined): readonly string[] =>
    z.array(z.string()).parse(portLists.find(({ ID }) => ID === listID)?.members.items ?? []);
  const allTypes = merge(global.applicationTypes, types, (type, item) =>
    applicationTypeOf(type, item, portsOf),
  );
  const typeByID = new Map(allTypes.map((type) => [type.ID, type]));
  const catalogue = catalogueOf(
    merge(global.rules, rules, (rule, item) =>
      rule ? { ...rule, ...settingOf(rule, item) } : ownRule(item, typeByID, signaturesOf),
    ),
    allTypes,
  );
  return { ...global, ...catalogue, ...written };
};

const merge = <T extends { readonly ID: number }>(
  global: readonly T[],
  items: readonly ObjectItem[],
  make: (known: T | undefined, item: ObjectItem) => T,
): readonly T[] => {
  const byID = new Map(items.map((item) => [item.ID, item]));
  const known = new Set(global.map(({ ID }) => ID));
  return [
    ...global.map((thing) => {
      const item = byID.get(thing.ID);
      return item ? make(thing, item) : thing;
    }),
    ...items.filter(({ ID }) => !known.has(ID)).map((item) => make(undefined, item)),
  ];
};

/** A rule that only ever detects stays so (IPS-2); one that starts in detect is the tenant's to raise. */
const settingOf = (rule: CatalogueRule, item: ObjectItem): Partial<CatalogueRule> => {
  const { detectOnly, alwaysIncludePacketData } = ruleSettings.parse(item.members);
  return {
    ...(detectOnly !== undefined && { detectOnly: rule.detectOnly || detectOnly, startsInDetect: false }),
    ...(alwaysIncludePacketData && { alwaysIncludePacketData }),
  };
};

const applicationTypeOf = (
  known: ApplicationType | undefined,
  item: ObjectItem,
  portsOf: (listID: number | undefined) => readonly string[],
): ApplicationType => {
  const set = typeSettings.parse(item.members);
  const ports = portsFrom(set, portsOf);
  if (known) return ports ? { ...known, ports } : known;
  const own = applicationTypes.body.parse(item.members);
  return {
    ID: item.ID,
    name: own.name,
    description: own.description,
    direction: own.direction,
    protocol: own.protocol,
    ports: ports ?? [],
    detection: { packages: { debian: [], redhat: [] }, executables: [], listens: [] },
  };
};

/** As the host takes them, without blanks and comments; undefined where the item says nothing of ports. */
const portsFrom = (
  set: z.output<typeof typeSettings>,
  portsOf: (listID: number | undefined) => readonly string[],
): readonly string[] | undefined => {
  if (set.portType === undefined) return undefined;
  const texts =
    set.portType === 'any'
      ? []
      : set.portType === 'multiple'
        ? (set.portMultiple ?? [])
        : portsOf(set.portListID);
  return texts.map((text) => text.replace(/#.*$/, '').replace(/\s+/g, '')).filter((text) => text !== '');
};

const ownRule = (
  item: ObjectItem,
  types: ReadonlyMap<number, ApplicationType>,
  signaturesOf: typeof textsOf | undefined,
): CatalogueRule => {
  const rule = intrusionPreventionRules.body.parse(item.members);
  const { originalIssue = 0, lastUpdated = 0 } = dates.parse(item.members);
  const place = types.get(rule.applicationTypeID);
  const { template } = rule;
  const texts = place && template ? signaturesOf?.(item.ID, { ...rule, template }, place) : undefined;
  const signatures = texts?.ok ? texts.value : [];
  const action = actionOf(signatures[0] ?? '');
  return {
    ID: item.ID,
    identifier: '',
    name: rule.name,
    description: rule.description,
    applicationTypeID: rule.applicationTypeID,
    priority: rule.priority,
    severity: rule.severity,
    type: 'custom',
    CVE: rule.CVE ?? [],
    CVSSScore: rule.CVSSScore ?? '',
    originalIssue,
    lastUpdated,
    signatures,
    // The lines of a custom text say themselves what they do.
    action: action === 'reject' ? 'reset' : 'drop',
    detectOnly: rule.detectOnly || rule.action === 'log-only' || action === 'alert',
    ...(rule.alwaysIncludePacketData && { alwaysIncludePacketData: true }),
    ...(rule.dependsOnRuleIDs && { dependsOnRuleIDs: rule.dependsOnRuleIDs }),
  };
};
