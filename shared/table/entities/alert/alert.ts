import * as z from 'zod';
import { asChosen, settingsOf } from '../../../domain/alert/settings.ts';
import { stillStands } from '../../../domain/alert/standing.ts';
import type { AlertState } from '../../../domain/alert/state.ts';
import { LOG_LIFE } from '../../../domain/event/retention.ts';
import { severities } from '../../../schema/agent/events.ts';
import { type AlertType, alertTypes } from '../../../schema/api/alert/alert.ts';
import { absent, any, atMost, equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { readAlertChoices } from './alert-types.ts';

export const alertItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('alert'),
  tenant: z.string(),
  /** Rises with every change: two that change it at once do not overwrite each other. */
  revision: z.number(),
  type: z.enum(alertTypes),
  target: z.string(),
  state: z.enum(['raised', 'cleared', 'dismissed', 'off']),
  severity: z.enum(['critical', 'warning']).optional(),
  mailed: z.boolean().optional(),
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
export async function* eachAlert(store: Store, tenant: string, type?: AlertType): AsyncGenerator<AlertItem> {
  const prefix = type === undefined ? 'alert#' : keys.alert(tenant, type, '').sk;
  let after: string | undefined;
  do {
    const page = await store.query(partitions.alerts(tenant), alertItem, {
      prefix,
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
 *
 * `decide` knows nothing of types that are switched off: what is kept of such a one is shown to it as raised, and what
 * it raises is kept as the tenant wants that type. Only a raising reads what the tenant wants.
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
    const decided = decide(current?.state === 'off' ? { ...current, state: 'raised' } : current);
    if (!decided) return current;
    const wanted = isRaising(current, decided)
      ? asChosen(decided, settingsOf(type, await readAlertChoices(store, tenant)))
      : decided;
    if (!wanted) return current;
    const item = await writeAlert(store, tenant, current, wanted);
    if (item) return item;
  }
  throw new Error(`alert ${type} of ${target} changes too often to be changed`);
};

const isRaising = (current: AlertState | undefined, decided: AlertState): boolean =>
  decided.state === 'raised' && (current?.state !== 'raised' || current.began !== decided.began);

/** Writes what an alert became, as it is. Undefined: somebody else was quicker. */
export const writeAlert = async (
  store: Store,
  tenant: string,
  current: AlertItem | undefined,
  next: AlertState,
): Promise<AlertItem | undefined> => {
  const item = toItem(tenant, next, (current?.revision ?? 0) + 1);
  const condition = current
    ? equals('revision', current.revision)
    : any(absent('pk'), atMost('expiresAt', Math.floor(store.now() / 1000)));
  return (await store.put(item, condition)).ok ? item : undefined;
};

const toItem = (tenant: string, alert: AlertState, revision: number): AlertItem => {
  const { type, target, state, began, raised, last, ended, count, blocked, sources, subject, causes } = alert;
  const { severity, mailed } = alert;
  return {
    ...keys.alert(tenant, type, target),
    kind: 'alert',
    tenant,
    revision,
    ...{ type, target, state, began, raised, last, count, blocked, sources, subject, causes },
    ...(severity !== undefined && { severity }),
    ...(mailed !== undefined && { mailed }),
    ...(ended !== undefined && { ended }),
    // Dismissed while its cause goes on: without it the cause would be news in four weeks.
    ...(ended !== undefined &&
      !(state === 'dismissed' && stillStands(alert)) && { expiresAt: Math.ceil((ended + LOG_LIFE) / 1000) }),
  };
};
