import { EXPOSURE_SHARDS, HOST_SHARDS, partitions } from '../../keys.ts';

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
  'notificationdestinations',
  'notificationrules',
  'portlists',
  'reporttemplates',
  'scheduledtasks',
  'schedules',
  'statefulconfigurations',
] as const;

type Name = keyof typeof partitions;

/**
 * What is not deleted when a tenant is erased; every other partition of it is, new ones too. Bills and the trail stay
 * for the rest of their 400 days (EVT-7). Events end by age: they are 28 days old at most, and no host or person has
 * written any for 60.
 */
const kept: readonly Name[] = ['orders', 'trail', 'statements', 'usageDays'];
export const endsByAge: readonly Name[] = ['systemEvents'];

/** Partitions of which a tenant has several. */
const several: Partial<Readonly<Record<Name, (tenant: string) => readonly string[]>>> = {
  hosts: (tenant) => Array.from({ length: HOST_SHARDS }, (_, shard) => partitions.hosts(tenant, shard)),
  exposures: (tenant) =>
    Array.from({ length: EXPOSURE_SHARDS }, (_, shard) => partitions.exposures(tenant, shard)),
  objects: (tenant) => objectCollections.map((collection) => partitions.objects(tenant, collection)),
};
export const knownSeveral = Object.keys(several);

/** Every partition whose items are deleted, the tenant's own aside. */
export const erasedPartitions = (tenant: string): readonly string[] =>
  (Object.keys(partitions) as Name[])
    .filter((name) => ![...kept, ...endsByAge].includes(name))
    .flatMap((name) => partitionsOf(name, tenant));

/** Every partition whose items stay until they are too old. */
export const keptPartitions = (tenant: string): readonly string[] =>
  kept.flatMap((name) => partitionsOf(name, tenant));

/** None where it is the operator's. */
const partitionsOf = (name: Name, tenant: string): readonly string[] => {
  const partition: string | ((tenant: string, n: never) => string) = partitions[name];
  if (typeof partition === 'string') return [];
  return several[name]?.(tenant) ?? [partition(tenant, undefined as never)];
};
