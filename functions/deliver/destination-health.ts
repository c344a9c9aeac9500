import type { OpenedDestination } from '../../shared/delivery/carrier.ts';
import {
  destinationAlert,
  destinationAlerts,
  destinationTarget,
} from '../../shared/domain/alert/destination-failed.ts';
import { type Circuit, FAILURES_TOLD, failed } from '../../shared/domain/notification/circuit.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { settleStanding } from '../../shared/table/entities/alert/standing-alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { removeCircuit, writeCircuit } from '../../shared/table/entities/notification/delivery.ts';
import type { DeliverDeps } from './deps.ts';

type Deps = Pick<DeliverDeps, 'store' | 'now'>;

/** As of alert mails that failed (events.md section 5). */
const NOTIFICATION_FAILED = 198;
const MOST_REASON = 500;

/**
 * A destination did not take something: it is left alone for a while. The third time in a row people are told, by an
 * event that a rule brings to another destination, and by an alert that stands until it works.
 */
export const destinationBroke = async (
  { store, now }: Deps,
  tenant: string,
  destination: OpenedDestination,
  before: Circuit | undefined,
  message: string,
): Promise<Circuit> => {
  const circuit = failed(before, message, now());
  if (circuit.failures >= FAILURES_TOLD) {
    const reason = plainLine(`${destination.name}: ${message}`, MOST_REASON);
    await settleDestination({ store, now }, tenant, destination, { reason });
  }
  if (circuit.failures === FAILURES_TOLD) {
    await store.put(failure(tenant, destination, circuit, now()));
  }
  await writeCircuit(store, tenant, destination.ID, circuit);
  return circuit;
};

/** It took something again. The alert ends first: what dies in between comes again and ends it. */
export const destinationWorks = async (
  { store, now }: Deps,
  tenant: string,
  destination: OpenedDestination,
  { failures }: Circuit,
): Promise<void> => {
  if (failures >= FAILURES_TOLD) await settleDestination({ store, now }, tenant, destination, undefined);
  await removeCircuit(store, tenant, destination.ID);
};

/** Nobody wants anything sent there any more: what was said of it ends, under whatever type it was said. */
export const destinationGone = async ({ store, now }: Deps, tenant: string, ID: number): Promise<void> => {
  for (const type of destinationAlerts) {
    await settleStanding(store, tenant, type, destinationTarget(ID), undefined, now());
  }
  await removeCircuit(store, tenant, ID);
};

const settleDestination = (
  { store, now }: Deps,
  tenant: string,
  { ID, type }: OpenedDestination,
  subject: { readonly reason: string } | undefined,
): Promise<void> =>
  settleStanding(store, tenant, destinationAlert[type], destinationTarget(ID), subject, now());

const failure = (tenant: string, { ID, name }: OpenedDestination, { since, message }: Circuit, at: number) =>
  systemEvent(tenant, {
    id: `destination-${ID}-${since}`,
    at,
    number: NOTIFICATION_FAILED,
    severity: 'error',
    title: 'Notification Destination Failed',
    description: `${message} What is for it waits and is tried again for about two days.`,
    actionBy: 'System',
    targetType: 'notificationdestinations',
    targetID: ID,
    targetName: name,
  });
