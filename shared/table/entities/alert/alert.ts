import * as z from 'zod';
import { stillStands } from '../../../domain/alert/standing.ts';
import type { AlertState } from '../../../domain/alert/state.ts';
import { LOG_LIFE } from '../../../domain/event/retention.ts';
import { severities } from '../../../schema/agent/events.ts';
import { type AlertType, alertTypes } from '../../../schema/api/alert.ts';
import { absent, any, atMost, equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

export const alertItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('alert'),
  tenant: z.string(),
  /** Rises with every change: two that change it at once do not overwrite each other. */
  revision: z.number(),
  type: z.enum(alertTypes),
  target: z.string(),
  state: z.enum(['raised', 'cleared', 'dismissed']),
  began: z.number(),
  raised: z.number(),
  last: z.number(),
  ended: z.number().optional(),
  count: z.number(),
  blocked: z.number(),
  sources: z.array(z.string()),
  subject: z.object({
    computerID: z.number().optional(),
    computerName: z.string().optional(),
    policyID: z.number().optional(),
    policyName: z.string().optional(),
    reason: z.string().optional(),
    ruleID: z.number().optional(),
    ruleName: z.string().optional(),
    CVE: z.array(z.string()).optional(),
    ruleSeverity: z.enum(severities).optional(),
  }),
  causes: z.array(z.string()),
  /** Set when it ends: a raised alert never goes away by age. */
  expiresAt: z.number().optional(),
});
export type AlertItem = z.infer<typeof alertItem>;

export const readAlert = (
  store: Store,
  tenant: string,
  type: AlertType,
  target: string,
): Promise<AlertItem | undefined> => store.get(keys.alert(tenant, type, target), alertItem);

export const listAlerts = (store: Store, tenant: string): Promise<AlertItem[]> =>
  store.queryAll(partitions.alerts(tenant), alertItem, { prefix: 'alert#' });

/** The same, a page at a time: what a fleet under attack raises does not fit into a function's memory at once. */
export async function* eachAlert(store: Store, tenant: string): AsyncGenerator<AlertItem> {
  let after: string | undefined;
  do {
    const page = await store.query(partitions.alerts(tenant), alertItem, {
      prefix: 'alert#',
      ...(after !== undefined && { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

const ATTEMPTS = 10;

/**
 * Reads an alert, lets `decide` say what it becomes, and writes that unless somebody else was quicker: then all of
 * it again. `decide` answers undefined to leave it as it is. Answers what stands there afterwards.
 */
export const changeAlert = async (
  store: Store,
  tenant: string,
  type: AlertType,
  target: string,
  decide: (current: AlertState | undefined) => AlertState | undefined,
): Promise<AlertItem | undefined> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const current = await readAlert(store, tenant, type, target);
    const decided = decide(current);
    if (!decided) return current;
    const item = toItem(tenant, decided, (current?.revision ?? 0) + 1);
    const condition = current
      ? equals('revision', current.revision)
      : any(absent('pk'), atMost('expiresAt', Math.floor(store.now() / 1000)));
    if ((await store.put(item, condition)).ok) return item;
  }
  throw new Error(`alert ${type} of ${target} changes too often to be changed`);
};

const toItem = (tenant: string, alert: AlertState, revision: number): AlertItem => {
  const { type, target, state, began, raised, last, ended, count, blocked, sources, subject, causes } = alert;
  return {
    ...keys.alert(tenant, type, target),
    kind: 'alert',
    tenant,
    revision,
    ...{ type, target, state, began, raised, last, count, blocked, sources, subject, causes },
    ...(ended !== undefined && { ended }),
    // Dismissed while its cause goes on: without it the cause would be news in four weeks.
    ...(ended !== undefined &&
      !(state === 'dismissed' && stillStands(alert)) && { expiresAt: Math.ceil((ended + LOG_LIFE) / 1000) }),
  };
};
