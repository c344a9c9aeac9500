import { plainLine } from '../../shared/domain/plain-line.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { hostItem } from '../../shared/table/entities/computer/host.ts';
import { settlePresence } from '../../shared/table/entities/computer/presence.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import type { Follow } from './deps.ts';

/** A host fell silent or came back: the alert follows, and a system event tells of it. */
export const presenceChanged: Follow = async ({ store, now }, { before, after, at }) => {
  const host = hostItem.parse(after);
  if (!before || before.offline === host.offline) return;
  await settlePresence(store, host.tenant, host.ID, now());
  if (host.gone) return;
  const computer = await readComputer(store, host.tenant, host.ID);
  const [number, severity, title] = host.offline
    ? ([730, 'error', 'Offline'] as const)
    : ([731, 'info', 'Back Online'] as const);
  await store.put(
    systemEvent(host.tenant, {
      id: `computer-${host.ID}-${number}-${host.seen}`,
      at,
      number,
      severity,
      title,
      actionBy: 'System',
      targetType: 'Computer',
      targetID: host.ID,
      ...(computer && { targetName: plainLine(computer.displayName || computer.hostName) }),
    }),
  );
};
