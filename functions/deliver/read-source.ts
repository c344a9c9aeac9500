import { catalogueFor, type GlobalCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import type { RuleFacts } from '../../shared/domain/notification/format/told-event.ts';
import { knownRules } from '../../shared/levels/known-rules.ts';
import { batchContent, type HostEvent, hostEvent } from '../../shared/schema/agent/events.ts';
import type { Delivery } from '../../shared/schema/bus/delivery.ts';
import { openContent } from '../../shared/table/batch-content.ts';
import { type BatchItem, batchItem } from '../../shared/table/entities/event/batch.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import type { TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import type { Store } from '../../shared/table/store.ts';
import { knownComputer } from './known-computer.ts';
import { type Told, toldOfAlert, toldOfHost, toldOfSystem } from './told.ts';

export interface SourceDeps {
  readonly store: Store;
  readonly catalogue: GlobalCatalogue;
}

/** More of a tenant's own rules than this in one batch go out under the host's word for them. */
const MOST_OWN_RULES = 50;

/** What names a source for good: of one destination, no two deliveries share it. */
export const sourceName = (source: Delivery['source']): string =>
  source.kind === 'alert'
    ? `alert#${source.notice.type}#${source.notice.target}#${source.notice.began}`
    : `${source.kind}#${source.sk}`;

/** The events of what a delivery names; none where it is gone by age, or its computer was taken away. */
export const readSource = async (
  deps: SourceDeps,
  tenant: TenantItem,
  source: Delivery['source'],
): Promise<readonly Told[]> => {
  const { store } = deps;
  const facts = { ID: tenant.ID, guid: tenant.guid, name: tenant.name };
  if (source.kind === 'alert') {
    const { computerID } = source.notice;
    return [toldOfAlert(source.notice, facts, await computerOf(store, tenant.guid, computerID))];
  }
  // Keys begin with the tenant: a message can name nothing of another one.
  if (!source.pk.startsWith(`${tenant.guid}#`)) return [];
  const key = { pk: source.pk, sk: source.sk };
  if (source.kind === 'system-event') {
    const item = await store.get(key, systemEventItem);
    if (!item) return [];
    const computerID = item.targetType === 'Computer' ? item.targetID : undefined;
    return [toldOfSystem(item, facts, await computerOf(store, tenant.guid, computerID))];
  }
  const batch = await store.get(key, batchItem);
  return batch ? readBatch(deps, facts, batch) : [];
};

const computerOf = async (store: Store, tenant: string, ID: number | undefined) =>
  ID === undefined ? undefined : knownComputer(store, tenant, ID);

const readBatch = async (
  { store, catalogue: from }: SourceDeps,
  tenant: Parameters<typeof toldOfHost>[2],
  batch: BatchItem,
): Promise<readonly Told[]> => {
  const computer = await knownComputer(store, tenant.guid, batch.computerID);
  if (!computer) return [];
  const catalogue = await catalogueFor(from, tenant.guid);
  const rules = await knownRules(store, tenant.guid, catalogue, batch.summary.ruleIDs, MOST_OWN_RULES);
  const ruleOf = (event: HostEvent): RuleFacts | undefined => {
    if (event.kind !== 'intrusion-prevention' || event.ruleID === undefined) return undefined;
    const { ruleID: ID } = event;
    const { name = event.reason, CVE } = rules.get(ID) ?? {};
    const type = catalogue.applicationType(catalogue.rule(ID)?.applicationTypeID ?? 0);
    return { ID, name, CVE, applicationType: type?.name };
  };
  const { events } = batchContent.parse(JSON.parse(openContent(batch).toString()));
  return events.flatMap((candidate, index) => {
    const event = hostEvent.safeParse(candidate);
    const id = `${batch.computerID}-${batch.batchID}-${index}`;
    return event.success ? [toldOfHost(event.data, id, tenant, computer, ruleOf(event.data))] : [];
  });
};
