import { fullAccess } from '../../shared/domain/access/role.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { accept } from '../../shared/domain/outcome.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import {
  type ComputerTrigger,
  setOff,
  triggersOf,
  type Wanted,
} from '../../shared/domain/task/event-based.ts';
import { saveComputer } from '../../shared/levels/save-computer.ts';
import { type ComputerItem, computerItem } from '../../shared/table/entities/computer/computer.ts';
import { hostItem } from '../../shared/table/entities/computer/host.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { freeSeat } from '../../shared/table/entities/order/seat.ts';
import { readPolicy } from '../../shared/table/entities/policy/policy.ts';
import { listEventTasks, triggeredEvents } from '../../shared/table/entities/task/event-task.ts';
import { keys, partitions } from '../../shared/table/keys.ts';
import type { FanOutDeps, Follow } from './deps.ts';

const words: Readonly<Record<ComputerTrigger, string>> = {
  'computer-created-by-system': 'the computer was created',
  'computer-moved-by-system': 'the computer came into another group',
  'agent-initiated-activation': 'the computer activated itself',
  'agent-ip-changed': 'an address of the computer changed',
};

/**
 * Event-based tasks of a computer that was made, moved or got another address (OPS-5). What they want depends on
 * nothing that they change, so a task that moves a computer ends with the move it sets off.
 */
export const computerEvent: Follow = async (deps, { before, after, at }) => {
  const computer = computerItem.parse(after);
  const triggers = triggersOf(before && computerItem.parse(before), computer);
  if (triggers.length === 0) return;
  const tenant = tenantOf(computer);
  const tasks = await listEventTasks(deps.store, tenant);
  const facts = { hostname: computer.hostName, platform: computer.platform, lastUsedIP: computer.lastIPUsed };
  const wanted = setOff(tasks, triggers, facts, (text) => Buffer.from(text));
  if (wanted.matched.length === 0) return;
  await assign(deps, tenant, computer.ID, wanted, at);
  if (wanted.deactivate) await deactivate(deps, tenant, computer, at);
  const told = triggeredEvents(tenant, wanted.matched, {
    computer: { ID: computer.ID, name: nameOf(computer) },
    what: triggers.map((trigger) => words[trigger]).join(', and '),
    cause: `${triggers.join('-')}-${at}`,
    at,
  });
  for (const event of told) await deps.store.put(event);
};

/** A policy or group that is gone assigns nothing, nor does anything to a computer that is. */
const assign = async (
  { store, catalogue = starterCatalogue }: FanOutDeps,
  tenant: string,
  ID: number,
  wanted: Wanted,
  now: number,
): Promise<void> => {
  const [policy, group] = await Promise.all([
    wanted.policyID ? readPolicy(store, tenant, wanted.policyID) : undefined,
    wanted.groupID ? readObject(store, tenant, 'computergroups', wanted.groupID) : undefined,
  ]);
  if (!policy && !group) return;
  const caller = {
    who: 'tenant',
    tenantID: tenant,
    role: fullAccess,
    by: { kind: 'system', name: 'Event-based task' },
  } as const;
  const same = (item: ComputerItem) =>
    (!policy || item.policyID === policy.ID) && (!group || item.groupID === group.ID);
  const saved = await saveComputer({ store, catalogue }, { caller, now }, ID, ({ own }, item) =>
    same(item)
      ? asWanted
      : accept({
          own,
          item: { ...item, ...(policy && { policyID: policy.ID }), ...(group && { groupID: group.ID }) },
        }),
  );
  if (!saved.ok && saved.kind === 'conflict' && saved !== asWanted) throw new Error(saved.message);
};

const asWanted = {
  ok: false,
  kind: 'conflict',
  message: 'The computer is as its tasks want it.',
} as const;

/** As when its agent says good-bye: the seat is free, the computer stays listed. */
const deactivate = async (
  { store }: FanOutDeps,
  tenant: string,
  computer: ComputerItem,
  at: number,
): Promise<void> => {
  const host = await store.get(keys.host(tenant, computer.ID), hostItem);
  if (!host || host.gone) return;
  const deactivated = systemEvent(tenant, {
    id: `computer-${computer.ID}-deactivated`,
    at,
    number: 708,
    severity: 'info',
    title: 'Deactivated',
    description: 'By an event-based task.',
    actionBy: 'System',
    targetType: 'Computer',
    targetID: computer.ID,
    targetName: nameOf(computer),
  });
  await store.transact([...freeSeat(host, at), { put: deactivated }]);
};

const nameOf = ({ displayName, hostName }: ComputerItem): string => plainLine(displayName || hostName);

/** A computer's item names its tenant in its key alone. */
const tenantOf = ({ pk }: ComputerItem): string => pk.slice(0, -partitions.computers('').length);
