import type { HttpFunction } from '../shared/schema/routes/route.ts';

/** Functions that no HTTP request reaches. */
export type WorkerFunction =
  | 'order-work'
  | 'fan-out'
  | 'tally'
  | 'notify'
  | 'deliver'
  | 'sweep'
  | 'billing'
  | 'rule-update'
  | 'advisory-update'
  | 'task-run'
  | 'report'
  | 'export-work';

/** A folder under `functions/`. */
export type FunctionName = HttpFunction | WorkerFunction;

/** Queues with work in them, and the one that stream records end in which could not be worked on. */
export type QueueName = 'orders' | 'notify' | 'deliver' | 'tasks' | 'reports' | 'exports' | 'fan-out-failed';

/** What a KMS key is for; one key serves one purpose only. */
export type KeyPurpose = 'policy' | 'rules' | 'secrets';

/** `publish`: hand out the public half, which agents pin. */
export type KeyUse = 'sign' | 'publish' | 'encrypt' | 'decrypt';

export type Access = 'read' | 'write' | 'read-write';

/** `erase`: list and delete. */
export type ObjectAccess = Access | 'erase';

export type Trigger =
  | { readonly on: 'http' }
  | { readonly on: 'queue'; readonly queue: QueueName }
  | {
      readonly on: 'stream';
      readonly onFailure: QueueName;
      /** Only new batches of events, and those of so many seconds at once; default: whatever has consequences, at once. */
      readonly batchesOf?: number;
    }
  | { readonly on: 'schedule'; readonly everyMinutes: number }
  /** At a minute of every hour, or of one hour of the day (UTC). */
  | { readonly on: 'schedule'; readonly atMinute: number; readonly atHour?: number };

/**
 * What one function needs. Its permissions and its environment both follow from this, so that neither can name
 * something that the other forgot; an item not written here cannot be reached.
 */
export interface Needs {
  readonly trigger: Trigger;
  /** Longest run, in seconds. */
  readonly seconds: number;
  /** MB; 256 where nothing else was measured. */
  readonly memory?: number;
  /**
   * MB of one young half and of the old heap, where what is held is little beside what passes through: V8 would let
   * rubbish lie until the whole memory is full of it.
   */
  readonly heap?: { readonly young: number; readonly old: number };
  readonly table?: Access;
  readonly bucket?: ObjectAccess;
  readonly keys?: Partial<Readonly<Record<KeyPurpose, readonly KeyUse[]>>>;
  /** Queues it puts messages on. */
  readonly send?: readonly QueueName[];
  /** Sets one-shot schedules that put a message on queue `tasks`. */
  readonly schedules?: true;
  /** Sends mail from the plane's own address. */
  readonly mail?: true;
  /** Messages of its queue in one call; 10 where nothing else is said. */
  readonly atOnce?: number;
  /** Files that lie beside the bundle, as packages have them. */
  readonly beside?: readonly string[];
  /** Puts messages of its own queue off to a time that it chooses. */
  readonly waits?: true;
  /** Speaks to servers that tenants name: from the plane's fixed addresses where it has some. */
  readonly delivers?: true;
  /** Verifies the tokens of signed-in people. */
  readonly people?: true;
}

const reportFonts = ['400Regular', '700Bold'].map(
  (weight) => `@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`,
);

/** Versions of the rules, and the key that must have signed them. */
const readsRules = { bucket: 'read', keys: { rules: ['publish'] } } as const;

const http = { trigger: { on: 'http' }, seconds: 10 } as const;

export const needs: Readonly<Record<FunctionName, Needs>> = {
  operator: {
    ...http,
    table: 'read-write',
    bucket: 'read',
    keys: { rules: ['sign', 'publish'] },
    people: true,
  },
  orders: { ...http, table: 'read-write', people: true },
  service: { ...http, table: 'read-write', people: true },
  fees: { ...http, table: 'read-write', people: true },
  access: { ...http, table: 'read-write', keys: { secrets: ['encrypt', 'decrypt'] }, people: true },
  activation: {
    ...http,
    table: 'read-write',
    keys: { policy: ['publish'], rules: ['publish'] },
  },
  'agent-link': { ...http, table: 'read-write', bucket: 'read-write', keys: { policy: ['sign'] } },
  policy: { ...http, ...readsRules, table: 'read-write', people: true },
  rules: { ...http, ...readsRules, table: 'read-write', people: true },
  computers: { ...http, ...readsRules, table: 'read-write', people: true },
  // It writes no event: wrong secrets of a key are counted wherever they are tried.
  events: { ...http, ...readsRules, table: 'read-write', people: true },
  alerts: { ...http, table: 'read-write', people: true },
  scans: { ...http, ...readsRules, seconds: 25, table: 'read-write', people: true },
  exports: { ...http, table: 'read-write', bucket: 'read', people: true },
  tasks: { ...http, table: 'read-write', people: true },
  settings: {
    ...http,
    table: 'read-write',
    keys: { secrets: ['encrypt'] },
    people: true,
    delivers: true,
  },
  notifications: {
    ...http,
    seconds: 25,
    table: 'read-write',
    keys: { secrets: ['encrypt', 'decrypt'] },
    mail: true,
    people: true,
    delivers: true,
  },
  'order-work': {
    trigger: { on: 'queue', queue: 'orders' },
    seconds: 60,
    table: 'read-write',
  },
  'fan-out': {
    trigger: { on: 'stream', onFailure: 'fan-out-failed' },
    seconds: 60,
    table: 'read-write',
    bucket: 'read-write',
    keys: { rules: ['publish'] },
    send: ['orders', 'notify', 'deliver', 'tasks', 'reports', 'exports'],
  },
  // Fonts, a page's layout and the rule catalogue are held at once.
  report: {
    trigger: { on: 'queue', queue: 'reports' },
    seconds: 280,
    // One may take minutes: a second would not be done in the same call.
    atOnce: 1,
    memory: 1024,
    table: 'read-write',
    bucket: 'read-write',
    keys: { rules: ['publish'], secrets: ['decrypt'] },
    mail: true,
    beside: reportFonts,
  },
  // A part as packed, pages of batches and the rule catalogue are held at once.
  'export-work': {
    trigger: { on: 'queue', queue: 'exports' },
    seconds: 280,
    // One takes up to two minutes: a second would not be done in the same call.
    atOnce: 1,
    // The memory is for its share of a processor: a million events are written with less than 200 MB.
    memory: 1024,
    heap: { young: 2, old: 128 },
    table: 'read-write',
    bucket: 'read-write',
    keys: { rules: ['publish'] },
  },
  'task-run': {
    trigger: { on: 'queue', queue: 'tasks' },
    seconds: 60,
    table: 'read-write',
    send: ['tasks', 'notify'],
    schedules: true,
  },
  notify: { trigger: { on: 'queue', queue: 'notify' }, seconds: 60, table: 'read-write', mail: true },
  deliver: {
    trigger: { on: 'queue', queue: 'deliver' },
    seconds: 60,
    table: 'read-write',
    bucket: 'read',
    keys: { rules: ['publish'], secrets: ['decrypt'] },
    waits: true,
    mail: true,
    delivers: true,
  },
  tally: {
    trigger: { on: 'stream', onFailure: 'fan-out-failed', batchesOf: 60 },
    seconds: 60,
    table: 'read-write',
  },
  sweep: {
    trigger: { on: 'schedule', everyMinutes: 5 },
    seconds: 240,
    table: 'read-write',
    bucket: 'erase',
    send: ['orders', 'notify', 'tasks', 'reports', 'exports'],
  },
  // A whole feed is held, compiled and replayed: 400 MB at most with the open one.
  'rule-update': {
    trigger: { on: 'schedule', everyMinutes: 5 },
    seconds: 280,
    memory: 1024,
    table: 'read-write',
    bucket: 'read-write',
    keys: { rules: ['sign', 'publish'] },
  },
  // An ecosystem's archive is held packed, and what its advisories come to beside it.
  'advisory-update': {
    trigger: { on: 'schedule', everyMinutes: 5 },
    seconds: 280,
    memory: 1024,
    table: 'read-write',
    bucket: 'write',
  },
  billing: { trigger: { on: 'schedule', atMinute: 20 }, seconds: 240, table: 'read-write' },
};

/** Minutes from one run of a scheduled function to the next. */
export const minutesBetween = (trigger: Extract<Trigger, { on: 'schedule' }>): number => {
  if ('everyMinutes' in trigger) return trigger.everyMinutes;
  return trigger.atHour === undefined ? 60 : 24 * 60;
};

/** Names of the functions with a kind of trigger, in the order of the declaration. */
export const triggeredBy = <On extends Trigger['on']>(
  on: On,
): readonly (On extends 'http' ? HttpFunction : WorkerFunction)[] =>
  (Object.keys(needs) as FunctionName[]).filter(
    (name): name is On extends 'http' ? HttpFunction : WorkerFunction => needs[name].trigger.on === on,
  );
