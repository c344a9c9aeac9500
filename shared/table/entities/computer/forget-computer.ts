import { type AlertType, alertTypes } from '../../../domain/alert/catalogue.ts';
import { COMPILE_FAILED } from '../../../domain/alert/compile-failed.ts';
import { clear } from '../../../domain/alert/end.ts';
import { computerTarget } from '../../../domain/alert/presence.ts';
import { stillStands } from '../../../domain/alert/standing.ts';
import type { AlertState } from '../../../domain/alert/state.ts';
import { keys, partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { type AlertItem, alertItem, changeAlert, readAlert } from '../alert/alert.ts';
import { writeExposures } from '../scan/exposure.ts';
import { readScan } from '../scan/scan.ts';
import { readScanDetail } from '../scan/scan-detail.ts';
import { computerHead } from './computer.ts';

/**
 * Ends the alerts of a computer that was deleted and takes away what scans wrote of it: nothing else ever would, and
 * where hosts come and go by the thousand both would only grow. Doing it again does no harm. `now` in epoch ms.
 */
export const forgetComputer = async (
  store: Store,
  tenant: string,
  ID: number,
  now: number,
): Promise<void> => {
  await forgetScan(store, tenant, ID);
  for (const { type, target } of await alertsOf(store, tenant, ID)) {
    await changeAlert(store, tenant, type, target, (current) => ended(current, now));
  }
};

const forgetScan = async (store: Store, tenant: string, ID: number): Promise<void> => {
  const [scan, detail] = await Promise.all([readScan(store, tenant, ID), readScanDetail(store, tenant, ID)]);
  if (!scan && !detail) return;
  await writeExposures(store, tenant, ID, detail?.exposures ?? [], []);
  for (const key of [keys.inventory, keys.scanDetail, keys.scan]) await store.remove(key(tenant, ID));
};

/** Alerts of the computer itself, of its own configuration, and of single rules on it. */
const alertsOf = async (store: Store, tenant: string, ID: number): Promise<readonly AlertItem[]> => {
  const target = computerTarget(ID);
  const of = (type: AlertType, name: string) => readAlert(store, tenant, type, name);
  const below = (type: AlertType) =>
    store.queryAll(partitions.alerts(tenant), alertItem, {
      prefix: keys.alert(tenant, type, `${target}-`).sk,
    });
  const found = await Promise.all([
    of(COMPILE_FAILED, `configuration-${computerHead(ID)}`),
    ...alertTypes.flatMap((type) => [of(type, target), below(type)]),
  ]);
  return found.flat().filter((alert) => alert !== undefined);
};

/** A dismissed one whose cause stood would be kept for as long as it stands. */
const ended = (current: AlertState | undefined, now: number): AlertState | undefined => {
  const over = clear(current, now) ?? current;
  return over && (over !== current || stillStands(over)) ? { ...over, causes: [] } : undefined;
};
