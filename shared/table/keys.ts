/**
 * Every key of the single table, in one place, frozen by a golden test: moving one loses data.
 * The partition key always starts with the tenant's GUID, so no expression can reach another tenant; what belongs
 * to the operator sits under the pseudo tenant `operator`.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const OPERATOR = 'operator';

/** Shards spread the writes of one tenant: a partition takes 1,000 write units a second. */
export const HOST_SHARDS = 16;
export const EVENT_SHARDS = 4;
/** A first scan of 10,000 hosts writes each of their open CVEs: millions of items within a few beats. */
export const EXPOSURE_SHARDS = 64;

const HOUR = 3_600_000;

/** Integer ids sort as text. 12 digits hold every id that a JSON number holds in practice. */
const id = (n: number): string => String(n).padStart(12, '0');

const computerKey = (computerID: number): string => `computer#${id(computerID)}`;

/** Epoch milliseconds sort as text until the year 2286. */
const at = (ms: number): string => String(ms).padStart(13, '0');

export const hourOf = (ms: number): number => Math.floor(ms / HOUR);

export const eventPartition = (tenant: string, hour: number, shard: number): string =>
  `${tenant}#events#${hour}#${shard}`;

export const eventShardOf = (computerID: number): number => computerID % EVENT_SHARDS;

/** By CVE (FNV-1a): what a host writes is spread, and what is asked about one CVE lies together. */
export const exposureShardOf = (CVE: string): number => {
  let hash = 0x811c9dc5;
  for (const letter of CVE) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % EXPOSURE_SHARDS;
};

export const partitions = {
  tenants: `${OPERATOR}#tenants`,
  orders: (tenant: string) => `${tenant}#orders`,
  /** Versions of the rule catalogue, and what the operator sets of them. */
  ruleCatalogue: `${OPERATOR}#rules`,
  trail: (tenant: string) => `${tenant}#trail`,
  /** A tenant's monthly statements and their corrections. */
  statements: (tenant: string) => `${tenant}#statements`,
  /** The operator's list of all tenants' statements, month by month. */
  statementEntries: `${OPERATOR}#statements`,
  /** How many computers a tenant had activated, day by day. */
  usageDays: (tenant: string) => `${tenant}#usage`,
  maintenance: `${OPERATOR}#maintenance`,
  /** The operator's menus and prices, version by version. */
  menuCatalogue: `${OPERATOR}#catalogue`,
  access: (tenant: string) => `${tenant}#access`,
  tokens: (tenant: string) => `${tenant}#tokens`,
  computers: (tenant: string) => `${tenant}#computers`,
  hosts: (tenant: string, shard: number) => `${tenant}#hosts#${shard}`,
  agentKeys: (tenant: string) => `${tenant}#agentkeys`,
  policies: (tenant: string) => `${tenant}#policies`,
  /** What single computers set by themselves; most set nothing and are not here. */
  computerOverrides: (tenant: string) => `${tenant}#computeroverrides`,
  /** Copies of what lists show of computers, many in one item. */
  computerBlocks: (tenant: string) => `${tenant}#computerblocks`,
  /** Computers whose copy may be behind. */
  computerChanges: (tenant: string) => `${tenant}#computerchanges`,
  /** When hosts were last heard of, many in one item. */
  presence: (tenant: string) => `${tenant}#presence`,
  heads: (tenant: string) => `${tenant}#heads`,
  astray: (tenant: string) => `${tenant}#astray`,
  /** Bytes of packets, apart from the events that tell of them. */
  packets: (tenant: string) => `${tenant}#packets`,
  systemEvents: (tenant: string, hour: number) => `${tenant}#system#${hour}`,
  /** What was seen by hour and kind, added up. */
  eventTallies: (tenant: string) => `${tenant}#tallies`,
  alerts: (tenant: string) => `${tenant}#alerts`,
  notified: (tenant: string) => `${tenant}#notified`,
  /** How destinations of notifications do, and what waits for them. */
  deliveries: (tenant: string) => `${tenant}#deliveries`,
  once: (tenant: string) => `${tenant}#once`,
  scans: (tenant: string) => `${tenant}#scans`,
  scanDetails: (tenant: string) => `${tenant}#scandetails`,
  inventories: (tenant: string) => `${tenant}#inventories`,
  /** Which computers are open to which CVE; sorted by CVE, so that those of one lie together. */
  exposures: (tenant: string, shard: number) => `${tenant}#exposures#${shard}`,
  taskRuns: (tenant: string) => `${tenant}#taskruns`,
  /** Reports and exports that were asked for. */
  reports: (tenant: string) => `${tenant}#reports`,
  /** Items of one plain resource, `collection` as in its path: `iplists`. */
  objects: (tenant: string, collection: string) => `${tenant}#objects#${collection}`,
  /** How the API was used, by hour and running instance. */
  apiUsage: (tenant: string) => `${tenant}#apiusage`,
  /** Names that no two of a collection share, each held by one. */
  names: (tenant: string) => `${tenant}#names`,
} as const;

export const keys = {
  /** The operator's list of tenants. */
  tenantEntry: (tenant: string): Key => ({ pk: partitions.tenants, sk: `tenant#${tenant}` }),
  tenant: (tenant: string): Key => ({ pk: tenant, sk: 'tenant' }),
  counter: (tenant: string, name: string): Key => ({ pk: tenant, sk: `counter#${name}` }),
  subscription: (tenant: string): Key => ({ pk: tenant, sk: 'subscription' }),
  order: (tenant: string, orderID: number): Key => ({
    pk: partitions.orders(tenant),
    sk: `order#${id(orderID)}`,
  }),
  /** A caller's own idempotency key, so that a repeated request finds the first one's answer. */
  idempotency: (tenant: string, key: string): Key => ({
    pk: partitions.orders(tenant),
    sk: `idempotency#${key}`,
  }),
  /** What the tenant holds from a moment on: the basis of its fees. */
  holding: (tenant: string, from: number, orderID: number): Key => ({
    pk: partitions.orders(tenant),
    sk: `holding#${at(from)}#${id(orderID)}`,
  }),
  /** `correction` 0 is the statement itself. */
  statement: (tenant: string, month: string, correction: number): Key => ({
    pk: partitions.statements(tenant),
    sk: `statement#${month}#${String(correction).padStart(3, '0')}`,
  }),
  statementEntry: (tenant: string, month: string, correction: number): Key => ({
    pk: partitions.statementEntries,
    sk: `${month}#${tenant}#${String(correction).padStart(3, '0')}`,
  }),
  /** The last month of a tenant that was closed. */
  closedMonth: (tenant: string): Key => ({ pk: partitions.statements(tenant), sk: 'closed' }),
  usageDay: (tenant: string, day: string): Key => ({ pk: partitions.usageDays(tenant), sk: `day#${day}` }),
  maintenance: (noticeID: number): Key => ({ pk: partitions.maintenance, sk: `notice#${id(noticeID)}` }),
  menuCatalogue: (version: number): Key => ({
    pk: partitions.menuCatalogue,
    sk: `version#${id(version)}`,
  }),
  trail: (tenant: string, time: number, entry: string): Key => ({
    pk: partitions.trail(tenant),
    sk: `${at(time)}#${entry}`,
  }),
  apiKey: (tenant: string, keyID: number): Key => ({
    pk: partitions.access(tenant),
    sk: `apikey#${id(keyID)}`,
  }),
  role: (tenant: string, roleID: number): Key => ({
    pk: partitions.access(tenant),
    sk: `role#${id(roleID)}`,
  }),
  /** By the hash of the secret: activation finds a token with one read, and the secret is not in a key. */
  activationToken: (tenant: string, secretHash: string): Key => ({
    pk: partitions.tokens(tenant),
    sk: `token#${secretHash}`,
  }),
  computer: (tenant: string, computerID: number): Key => ({
    pk: partitions.computers(tenant),
    sk: computerKey(computerID),
  }),
  /** What a beat reads and writes, apart from what people edit. */
  host: (tenant: string, computerID: number): Key => ({
    pk: partitions.hosts(tenant, computerID % HOST_SHARDS),
    sk: `host#${id(computerID)}`,
  }),
  /** Thumbprint of an agent's public key: makes activation idempotent and finds clones. */
  agentKey: (tenant: string, thumbprint: string): Key => ({
    pk: partitions.agentKeys(tenant),
    sk: `key#${thumbprint}`,
  }),
  policy: (tenant: string, policyID: number): Key => ({
    pk: partitions.policies(tenant),
    sk: `policy#${id(policyID)}`,
  }),
  /** The settings above every policy. */
  defaultPolicy: (tenant: string): Key => ({ pk: partitions.policies(tenant), sk: 'default' }),
  computerOverrides: (tenant: string, computerID: number): Key => ({
    pk: partitions.computerOverrides(tenant),
    sk: computerKey(computerID),
  }),
  computerBlock: (tenant: string, block: number): Key => ({
    pk: partitions.computerBlocks(tenant),
    sk: `block#${id(block)}`,
  }),
  computerChange: (tenant: string, computerID: number): Key => ({
    pk: partitions.computerChanges(tenant),
    sk: computerKey(computerID),
  }),
  presence: (tenant: string, shard: number): Key => ({
    pk: partitions.presence(tenant),
    sk: `shard#${id(shard)}`,
  }),
  systemSettings: (tenant: string): Key => ({ pk: tenant, sk: 'systemsettings' }),
  /** Which exports are made by themselves. */
  exportSettings: (tenant: string): Key => ({ pk: tenant, sk: 'exportsettings' }),
  /** Which version of the rules the tenant is on. */
  tenantRules: (tenant: string): Key => ({ pk: tenant, sk: 'rules' }),
  /** From what all contents of the tenant were last compiled. */
  configurationMark: (tenant: string): Key => ({ pk: tenant, sk: 'configuration' }),
  /** What a policy (`p12`) or a single computer (`c34`) compiles to right now. */
  head: (tenant: string, subject: string): Key => ({ pk: partitions.heads(tenant), sk: `head#${subject}` }),
  /** `hour` is the hour in which the agent sealed the batch: part of the batch, so a retry hits the same key. */
  batch: (tenant: string, hour: number, computerID: number, batchID: string): Key => ({
    pk: eventPartition(tenant, hour, eventShardOf(computerID)),
    sk: `${id(computerID)}#${batchID}`,
  }),
  batchesOf: (tenant: string, hour: number, computerID: number): Key => ({
    pk: eventPartition(tenant, hour, eventShardOf(computerID)),
    sk: `${id(computerID)}#`,
  }),
  /** Points at a batch that was sealed far from its events' times or from its receipt. */
  astray: (tenant: string, computerID: number, batchID: string): Key => ({
    pk: partitions.astray(tenant),
    sk: `${id(computerID)}#${batchID}`,
  }),
  /** The packets of a batch. */
  packets: (tenant: string, computerID: number, batchID: string): Key => ({
    pk: partitions.packets(tenant),
    sk: `${id(computerID)}#${batchID}`,
  }),
  astrayOf: (tenant: string, computerID: number): Key => ({
    pk: partitions.astray(tenant),
    sk: `${id(computerID)}#`,
  }),
  /** `source`: the partition of batches that it adds up, so that it can be told which of them are in it. */
  eventTally: (tenant: string, hour: number, source: string): Key => ({
    pk: partitions.eventTallies(tenant),
    sk: `${String(hour).padStart(8, '0')}#${source}`,
  }),
  eventTalliesFrom: (tenant: string, hour: number): Key => ({
    pk: partitions.eventTallies(tenant),
    sk: String(hour).padStart(8, '0'),
  }),
  systemEvent: (tenant: string, time: number, eventID: string): Key => ({
    pk: partitions.systemEvents(tenant, hourOf(time)),
    sk: `${at(time)}#${eventID}`,
  }),
  alert: (tenant: string, type: string, target: string): Key => ({
    pk: partitions.alerts(tenant),
    sk: `alert#${type}#${target}`,
  }),
  /** What a tenant set of the types of alerts. */
  alertTypes: (tenant: string): Key => ({ pk: partitions.alerts(tenant), sk: 'types' }),
  notified: (tenant: string, notice: string): Key => ({ pk: partitions.notified(tenant), sk: notice }),
  circuit: (tenant: string, destinationID: number): Key => ({
    pk: partitions.deliveries(tenant),
    sk: `circuit#${id(destinationID)}`,
  }),
  /** What a rule has for a mail destination. */
  digest: (tenant: string, destinationID: number, ruleID: number): Key => ({
    pk: partitions.deliveries(tenant),
    sk: `digest#${id(destinationID)}#${id(ruleID)}`,
  }),
  /** A marker of what is told at most once in a while, e.g. a refused activation from one source. */
  once: (tenant: string, what: string): Key => ({ pk: partitions.once(tenant), sk: what }),
  /** Result of a computer's last recommendation scan; what is long about it lies apart. */
  scan: (tenant: string, computerID: number): Key => ({
    pk: partitions.scans(tenant),
    sk: computerKey(computerID),
  }),
  scanDetail: (tenant: string, computerID: number): Key => ({
    pk: partitions.scanDetails(tenant),
    sk: computerKey(computerID),
  }),
  inventory: (tenant: string, computerID: number): Key => ({
    pk: partitions.inventories(tenant),
    sk: computerKey(computerID),
  }),
  exposure: (tenant: string, CVE: string, computerID: number): Key => ({
    pk: partitions.exposures(tenant, exposureShardOf(CVE)),
    sk: `${CVE}#${id(computerID)}`,
  }),
  /** Which advisories the service has, of every ecosystem. */
  advisories: { pk: OPERATOR, sk: 'advisories' } as Key,
  /** Where they come from, and how the last import went. */
  advisorySettings: { pk: OPERATOR, sk: 'advisory-settings' } as Key,
  object: (tenant: string, collection: string, objectID: number): Key => ({
    pk: partitions.objects(tenant, collection),
    sk: `object#${id(objectID)}`,
  }),
  /** One run of a scheduled task: the time it was set for, and by whom. */
  taskRun: (tenant: string, taskID: number, set: number, by: string): Key => ({
    pk: partitions.taskRuns(tenant),
    sk: `run#${id(taskID)}#${at(set)}#${by}`,
  }),
  taskRunsOf: (tenant: string, taskID: number): Key => ({
    pk: partitions.taskRuns(tenant),
    sk: `run#${id(taskID)}#`,
  }),
  /** `reportID` begins with the time at which it was asked for. */
  report: (tenant: string, reportID: string): Key => ({
    pk: partitions.reports(tenant),
    sk: `report#${reportID}`,
  }),
  /** `exportID` begins with the time at which it was asked for. */
  export: (tenant: string, exportID: string): Key => ({
    pk: partitions.reports(tenant),
    sk: `export#${exportID}`,
  }),
  catalogueVersion: (version: number): Key => ({
    pk: partitions.ruleCatalogue,
    sk: `version#${id(version)}`,
  }),
  cataloguePublished: { pk: partitions.ruleCatalogue, sk: 'published' } as Key,
  /** Sources of rules, and how they become versions. */
  catalogueSettings: { pk: partitions.ruleCatalogue, sk: 'settings' } as Key,
  /** Rules that are taken off every host. */
  ruleKills: { pk: partitions.ruleCatalogue, sk: 'kills' } as Key,
  /** Ordinary traffic of the operator's own, that rules are tried on. */
  benignExchange: (name: string): Key => ({ pk: partitions.ruleCatalogue, sk: `benign#${name}` }),
  /** When imports were asked for and ran. */
  catalogueRun: { pk: partitions.ruleCatalogue, sk: 'run' } as Key,
  apiUsage: (tenant: string, hour: number, instance: string): Key => ({
    pk: partitions.apiUsage(tenant),
    sk: `${hour}#${instance}`,
  }),
  /** `digest`: of the name in lower case. */
  name: (tenant: string, collection: string, digest: string): Key => ({
    pk: partitions.names(tenant),
    sk: `${collection}#${digest}`,
  }),
  /** Where the sweep stopped for want of time, and goes on. */
  sweepPosition: { pk: OPERATOR, sk: 'sweep' } as Key,
  /** When the sweep ran last, by which it knows that the plane was away. */
  sweepRan: { pk: OPERATOR, sk: 'sweep-ran' } as Key,
  /** Where the closing run stopped for want of time, and goes on. */
  billingPosition: { pk: OPERATOR, sk: 'billing' } as Key,
} as const;

/** What the key of a batch says. */
export const batchOfKey = ({ pk, sk }: Key): { tenant: string; computerID: number; batchID: string } => ({
  tenant: pk.slice(0, pk.indexOf('#')),
  computerID: Number(sk.slice(0, 12)),
  batchID: sk.slice(13),
});
