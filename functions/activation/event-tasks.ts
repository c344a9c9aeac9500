import type { GroupChoice } from '../../shared/domain/computer/choose-group.ts';
import { type EventTask, setOff } from '../../shared/domain/task/event-based.ts';
import { listObjects, readObject } from '../../shared/table/entities/object.ts';
import { readPolicy } from '../../shared/table/entities/policy.ts';
import { systemEvent } from '../../shared/table/entities/system-event.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import type { Asking } from './facts.ts';

/** What a computer gets. */
interface Place {
  /** 0: none. */
  readonly policyID: number;
  readonly group: GroupChoice;
}

/**
 * What event-based tasks make of a computer that activates itself: they go before what the host or its token asks for
 * (behaviour.md section 7). A policy or group that is gone assigns nothing.
 */
export const placeByTasks = async (
  store: Store,
  { request, sourceIP }: Asking,
  asked: Place,
): Promise<Place & { readonly matched: readonly EventTask[] }> => {
  const { tenantID, host } = request;
  const items = await listObjects(store, tenantID, 'eventbasedtasks', { consistent: false });
  if (items.length === 0) return { ...asked, matched: [] };
  const tasks = items.map(({ ID, members }) => ({ ...members, ID }) as EventTask);
  const facts = { hostname: host.hostName, platform: host.platform, lastUsedIP: sourceIP };
  const wanted = setOff(tasks, 'agent-initiated-activation', facts, (text) => Buffer.from(text));
  const policy = wanted.policyID && (await readPolicy(store, tenantID, wanted.policyID));
  const group = wanted.groupID && (await readObject(store, tenantID, 'computergroups', wanted.groupID));
  return {
    policyID: policy ? policy.ID : asked.policyID,
    group: group ? { groupID: group.ID, missing: [] } : asked.group,
    matched: wanted.matched,
  };
};

/** More are not told of at one activation; they did their part. */
const MOST_TOLD = 10;

export const triggeredEvents = (
  tenant: string,
  computer: { readonly ID: number; readonly hostName: string; readonly activated: number },
  matched: readonly EventTask[],
): Write[] =>
  matched.slice(0, MOST_TOLD).map(({ ID, name }) => ({
    put: systemEvent(tenant, {
      id: `event-task-${ID}-computer-${computer.ID}-activated`,
      at: computer.activated,
      number: 597,
      severity: 'info',
      title: 'Event-Based Task Triggered',
      description: `Task "${name}" (ID ${ID}): the computer activated itself.`,
      actionBy: 'System',
      targetType: 'Computer',
      targetID: computer.ID,
      targetName: computer.hostName,
    }),
  }));
