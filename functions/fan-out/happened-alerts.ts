import { clear } from '../../shared/domain/alert/end.ts';
import { causesOf, happenedToAgent } from '../../shared/domain/alert/happened.ts';
import { raise } from '../../shared/domain/alert/raise.ts';
import type { AlertSubject } from '../../shared/domain/alert/state.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { batchItem } from '../../shared/table/entities/event/batch.ts';
import { systemEventItem } from '../../shared/table/entities/event/system-event.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Follow } from './deps.ts';
import { eventsOf } from './events-of.ts';

const MOST_REASON = 500;

/** What happened to an agent, by its own word, raises the alert of its computer, or adds to the raised one. */
export const agentAlerts: Follow = async ({ store, now }, { event, after }) => {
  if (event !== 'INSERT') return;
  const batch = batchItem.parse(after);
  const { tenant, computerID, batchID } = batch;
  if (!batch.summary.kinds.includes('agent')) return;
  const happened = happenedToAgent(eventsOf(batch));
  if (happened.length === 0) return;
  const subject = await computerSubject(store, tenant, computerID);
  if (!subject) return;
  for (const { type, reason, ...times } of happened) {
    const target = `computer-${computerID}`;
    const about = { ...subject, ...(reason !== undefined && { reason: plainLine(reason, MOST_REASON) }) };
    const occurrence = { cause: batchID, ...times, blocked: 0, sources: [] };
    await changeAlert(
      store,
      tenant,
      type,
      target,
      (current) => raise(current, type, target, about, occurrence, now())?.alert,
    );
  }
};

/** System events that an administrator must act on. */
export const systemAlerts: Follow = async ({ store, now }, { after }) => {
  const event = systemEventItem.parse(after);
  const { tenant, eventID, at, targetID, description } = event;
  for (const { type, target, ofComputer, ends } of causesOf(event)) {
    if (ends) {
      await changeAlert(store, tenant, type, target, (current) =>
        current && current.last <= at ? clear(current, now()) : undefined,
      );
      continue;
    }
    const computer =
      ofComputer && targetID !== undefined ? await computerSubject(store, tenant, targetID) : {};
    // Taken away since: nobody is left to act on it.
    if (!computer) continue;
    const subject = { ...computer, reason: plainLine(description ?? event.title, MOST_REASON) };
    const occurrence = { cause: eventID, first: at, last: at, count: 1, blocked: 0, sources: [] };
    await changeAlert(
      store,
      tenant,
      type,
      target,
      (current) => raise(current, type, target, subject, occurrence, now())?.alert,
    );
  }
};

const computerSubject = async (
  store: Store,
  tenant: string,
  computerID: number,
): Promise<AlertSubject | undefined> => {
  const computer = await readComputer(store, tenant, computerID);
  return computer && { computerID, computerName: plainLine(computer.displayName || computer.hostName) };
};
