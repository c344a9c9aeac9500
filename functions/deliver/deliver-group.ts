import type { Carrier, Letter, OpenedDestination } from '../../shared/delivery/carrier.ts';
import { eventCarrier, letterCarrier } from '../../shared/delivery/open-carrier.ts';
import type { Circuit } from '../../shared/domain/notification/circuit.ts';
import { isForPeople } from '../../shared/domain/notification/destination.ts';
import { toJsonEvents } from '../../shared/domain/notification/format/json.ts';
import { topicsFor } from '../../shared/domain/notification/format/routing.ts';
import type { ToldEvent } from '../../shared/domain/notification/format/told-event.ts';
import { matches, type NotificationRule } from '../../shared/domain/notification/rule.ts';
import type { Refusal } from '../../shared/domain/outcome.ts';
import { openDestination } from '../../shared/levels/opened-destination.ts';
import type { Delivery } from '../../shared/schema/bus/delivery.ts';
import { readCircuit } from '../../shared/table/entities/notification/delivery.ts';
import {
  listNotificationRules,
  readDestination,
} from '../../shared/table/entities/notification/notification.ts';
import { readTenant, type TenantItem } from '../../shared/table/entities/tenant/tenant.ts';
import { again, type DeliverDeps, DONE, type Turn } from './deps.ts';
import { destinationBroke, destinationGone, destinationWorks } from './destination-health.ts';
import { readSource, sourceName } from './read-source.ts';
import { toMachine } from './to-machines.ts';
import { toPeople } from './to-people.ts';

/** A function's time is 60 seconds, and one thing takes up to 15. */
const GROUP_MS = 35_000;
const SOON_MS = 1_000;

interface Group {
  readonly tenant: TenantItem;
  readonly destination: OpenedDestination;
  readonly rules: readonly NotificationRule[];
  readonly carriers: { readonly letters: Carrier<Letter>; readonly events: Carrier<readonly ToldEvent[]> };
}

/**
 * Delivers messages for one destination one after another over one connection. The first refusal opens the circuit
 * and puts the rest off with it, so that a dead server costs one attempt; what comes for it meanwhile is not even tried.
 * A destination, rule or tenant that is gone or off has nothing to be told any more.
 */
export const deliverGroup = async (
  deps: DeliverDeps,
  tenantID: string,
  destinationID: number,
  deliveries: readonly Delivery[],
): Promise<readonly Turn[]> => {
  const { store, now } = deps;
  const [tenant, destination] = await Promise.all([
    readTenant(store, tenantID),
    readDestination(store, tenantID, destinationID),
  ]);
  const circuit = await readCircuit(store, tenantID, destinationID);
  if (!tenant || !destination?.enabled) {
    if (circuit) await destinationGone(deps, tenantID, destinationID);
    return deliveries.map(() => DONE);
  }
  if (circuit && circuit.openUntil > now()) return deliveries.map(() => again(circuit.openUntil));
  const opened = await openDestination(store, deps.secrets, tenantID, destination);
  const rules = await listNotificationRules(store, tenantID);
  const carriers = { letters: letterCarrier(deps, opened), events: eventCarrier(deps, opened) };
  try {
    return await inTurn(deps, { tenant, destination: opened, rules, carriers }, circuit, deliveries);
  } finally {
    carriers.letters.close();
    carriers.events.close();
  }
};

const inTurn = async (
  deps: DeliverDeps,
  group: Group,
  circuit: Circuit | undefined,
  deliveries: readonly Delivery[],
): Promise<readonly Turn[]> => {
  const { guid } = group.tenant;
  const turns: Turn[] = [];
  const end = deps.now() + GROUP_MS;
  let open = circuit;
  for (const delivery of deliveries) {
    if (deps.now() > end) {
      turns.push(again(deps.now() + SOON_MS));
      continue;
    }
    const turn = await deliverOne(deps, group, delivery, end);
    if ('ok' in turn) {
      const broken = await destinationBroke(deps, guid, group.destination, open, turn.message);
      return deliveries.map((_, i) => turns[i] ?? again(broken.openUntil));
    }
    if (open && turn.done && turn.taken) {
      await destinationWorks(deps, guid, group.destination, open);
      open = undefined;
    }
    turns.push(turn);
  }
  return turns;
};

const deliverOne = async (
  deps: DeliverDeps,
  { tenant, destination, rules, carriers }: Group,
  { ruleIDs, source: from }: Delivery,
  end: number,
): Promise<Turn | Refusal> => {
  const wanted = rules.filter(
    ({ ID, destinationIDs }) => ruleIDs.includes(ID) && destinationIDs.includes(destination.ID),
  );
  if (wanted.length === 0) return DONE;
  const told = await readSource(deps, tenant, from);
  const source = sourceName(from);
  if (!isForPeople(destination)) {
    const events = told.filter(
      ({ event, facts }) => wanted.some((rule) => matches(rule, facts)) && isRouted(destination, event),
    );
    const all = events.map(({ event }) => event);
    return toMachine(deps, carriers.events, tenant.guid, destination, source, all);
  }
  let turn: Turn = DONE;
  for (const rule of wanted) {
    if (deps.now() > end) return again(deps.now() + SOON_MS);
    const lines = told.filter(({ facts }) => matches(rule, facts)).map(({ line }) => line);
    const one = await toPeople(deps, carriers.letters, { tenant, destination, rule, source }, lines);
    if ('ok' in one) return one;
    turn = together(turn, one);
  }
  return turn;
};

/** Of a message that several rules want: it stays for as long as one of them asks. */
const together = (a: Turn, b: Turn): Turn => {
  if (!a.done) return b.done ? a : again(Math.min(a.again, b.again));
  return b.done && a.taken ? a : b;
};

/** Whether an event goes to this of the topics that the tenant's system settings name (events.md section 8). */
const isRouted = ({ routing, topicArn = '' }: OpenedDestination, event: ToldEvent): boolean =>
  !routing || toJsonEvents([event]).some((json) => topicsFor(routing, json).includes(topicArn));
