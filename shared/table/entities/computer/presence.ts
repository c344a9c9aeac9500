import { computerTarget, presenceAlert, UNREACHABLE } from '../../../domain/alert/presence.ts';
import { plainLine } from '../../../domain/plain-line.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';
import { changeAlert } from '../alert/alert.ts';
import { readComputer } from './computer.ts';
import { type HostItem, hostItem } from './host.ts';

/** Brings the alert of a computer's silence in step with its host. Answers the host as it is now. */
export const settlePresence = async (
  store: Store,
  tenant: string,
  computerID: number,
  now: number,
): Promise<HostItem | undefined> => {
  const host = await store.get(keys.host(tenant, computerID), hostItem);
  const computer = await readComputer(store, tenant, computerID);
  const computerName = plainLine(computer?.displayName || computer?.hostName || `Computer ${computerID}`);
  const present = computer && host;
  await changeAlert(store, tenant, UNREACHABLE, computerTarget(computerID), (current) =>
    presenceAlert(current, present, { computerID, computerName }, now),
  );
  return host;
};
