import { siteOf } from '../../shared/domain/address/network.ts';
import type { Refusal } from '../../shared/domain/outcome.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { ComputerItem } from '../../shared/table/entities/computer/computer.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { hourOf } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { tellOnce } from '../../shared/table/tell-once.ts';
import type { Asking } from './facts.ts';

/** Numbers and titles of events.md section 5, in the order of behaviour.md section 7. */
const successes = [
  { number: 790, title: 'Agent-Initiated Activation Requested', what: 'activation-requested' },
  { number: 250, title: 'Computer Created', what: 'created' },
  { number: 704, title: 'Activated', what: 'activated' },
] as const;

/** What the tenant is told of an activation; written together with it. */
export const activationEvents = (
  tenant: string,
  computer: ComputerItem,
  /** By name, as asked for; an unknown one means none (behaviour.md section 7). */
  wantedPolicy: string | undefined,
): Write[] =>
  successes.map(({ number, title, what }) => ({
    put: systemEvent(tenant, {
      id: `computer-${computer.ID}-${what}`,
      at: computer.activated,
      number,
      severity: 'info',
      title,
      description: `From ${computer.lastIPUsed}.${what === 'activated' ? policyNote(computer.policyID, wantedPolicy) : ''}`,
      actionBy: 'Agent',
      targetType: 'Computer',
      targetID: computer.ID,
      targetName: computer.displayName || computer.hostName,
    }),
  }));

const policyNote = (policyID: number, wanted: string | undefined): string => {
  if (policyID > 0) return ` It follows policy ${policyID}.`;
  return wanted === undefined
    ? ' It has no policy yet and is not protected.'
    : ` There is no policy "${plainLine(wanted, 100)}": it has none and is not protected.`;
};

/** These came past the token: whoever asks may ask, but it cannot be done (705). All else failed at the door (791). */
const pastTheToken = new Set([
  'quantity-reached',
  'not-ordered',
  'suspended',
  'restricted',
  'deleted',
  'cloned',
  'policy-gone',
  'group-gone',
  'host-name-taken',
]);

/**
 * Tells a tenant of a refused activation, once per source, reason and hour: anyone who knows a tenant's id can make
 * one, and must not be able to fill its log with them, nor to make each attempt cost the writes of a transaction that
 * fails. A tenant that does not exist is told nothing.
 */
export const tellRefused = async (store: Store, asking: Asking, refusal: Refusal): Promise<void> => {
  const { tenantID, host } = asking.request;
  if (!(await readTenant(store, tenantID))) return;
  const reason = refusal.reason ?? refusal.kind;
  const what = `activation-refused#${reason}#${siteOf(asking.sourceIP)}#${hourOf(asking.now)}`;
  await tellOnce(store, tenantID, what, asking.now, () =>
    systemEvent(tenantID, {
      id: what.replaceAll('#', '-'),
      at: asking.now,
      ...(pastTheToken.has(reason)
        ? { number: 705, severity: 'error', title: 'Activation Failed' }
        : { number: 791, severity: 'warning', title: 'Agent-Initiated Activation Failure' }),
      description: `${host.hostName} from ${asking.sourceIP}: ${refusal.message}`,
      actionBy: 'Agent',
      targetType: 'Computer',
      targetName: host.hostName,
    }),
  );
};
