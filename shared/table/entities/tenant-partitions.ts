import { HOST_SHARDS, partitions } from '../keys.ts';

/** Collections of a tenant's plain resources, as in their paths. A test compares them with the route table. */
export const objectCollections = [
  'administrators',
  'agentversioncontrolprofiles',
  'applicationtypes',
  'certificates',
  'computergroups',
  'contacts',
  'contexts',
  'eventbasedtasks',
  'firewallrules',
  'intrusionpreventionrules',
  'iplists',
  'maclists',
  'portlists',
  'reporttemplates',
  'scheduledtasks',
  'schedules',
  'statefulconfigurations',
] as const;

type Name = keyof typeof partitions;

/**
 * What becomes of each partition when a tenant is erased.
 * - `erased`: its items are deleted. - `kept`: bills and the trail stay for the rest of their 400 days (EVT-7).
 * - `ends by age`: events are 28 days old at most, and no host or person has written any for 60.
 * - `operator`: not the tenant's.
 */
export const atErasure: Readonly<Record<Name, 'erased' | 'kept' | 'ends by age' | 'operator'>> = {
  tenants: 'operator',
  orders: 'kept',
  trail: 'kept',
  statements: 'kept',
  statementEntries: 'operator',
  usageDays: 'kept',
  maintenance: 'operator',
  menuCatalogue: 'operator',
  ruleCatalogue: 'operator',
  access: 'erased',
  tokens: 'erased',
  computers: 'erased',
  hosts: 'erased',
  agentKeys: 'erased',
  policies: 'erased',
  computerOverrides: 'erased',
  computerBlocks: 'erased',
  computerChanges: 'erased',
  presence: 'erased',
  heads: 'erased',
  astray: 'erased',
  systemEvents: 'ends by age',
  alerts: 'erased',
  notified: 'erased',
  once: 'erased',
  objects: 'erased',
  apiUsage: 'erased',
  names: 'erased',
};

/** Every partition whose items are deleted, the tenant's own aside. */
export const erasedPartitions = (tenant: string): readonly string[] =>
  (Object.keys(atErasure) as Name[])
    .filter((name) => atErasure[name] === 'erased')
    .flatMap((name) => partitionsOf(name, tenant));

/** Every partition whose items stay until they are too old. */
export const keptPartitions = (tenant: string): readonly string[] =>
  (Object.keys(atErasure) as Name[])
    .filter((name) => atErasure[name] === 'kept')
    .flatMap((name) => partitionsOf(name, tenant));

const partitionsOf = (name: Name, tenant: string): readonly string[] => {
  if (name === 'hosts') {
    return Array.from({ length: HOST_SHARDS }, (_, shard) => partitions.hosts(tenant, shard));
  }
  if (name === 'objects')
    return objectCollections.map((collection) => partitions.objects(tenant, collection));
  const partition = partitions[name];
  // Only hosts, objects and events have several partitions; events end by age.
  return typeof partition === 'string' ? [] : [(partition as (tenant: string) => string)(tenant)];
};
