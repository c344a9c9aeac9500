import type { GroupChoice } from '../../shared/domain/computer/choose-group.ts';
import { type ComputerTrigger, type EventTask, setOff } from '../../shared/domain/task/event-based.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { readPolicy } from '../../shared/table/entities/policy/policy.ts';
import { listEventTasks } from '../../shared/table/entities/task/event-task.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Asking } from './facts.ts';

/** What a computer gets. */
interface Place {
  /** 0: none. */
  readonly policyID: number;
  readonly group: GroupChoice;
}

/** It is made and activated at once, and begins with the right policy. */
const TRIGGERS: readonly ComputerTrigger[] = ['agent-initiated-activation', 'computer-created-by-system'];

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
  const tasks = await listEventTasks(store, tenantID);
  if (tasks.length === 0) return { ...asked, matched: [] };
  const facts = { hostname: host.hostName, platform: host.platform, lastUsedIP: sourceIP };
  const wanted = setOff(tasks, TRIGGERS, facts, (text) => Buffer.from(text));
  const policy = wanted.policyID && (await readPolicy(store, tenantID, wanted.policyID));
  const group = wanted.groupID && (await readObject(store, tenantID, 'computergroups', wanted.groupID));
  return {
    policyID: policy ? policy.ID : asked.policyID,
    group: group ? { groupID: group.ID, missing: [] } : asked.group,
    matched: wanted.matched,
  };
};
