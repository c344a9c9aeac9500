import type { DynamoDBRecord } from 'aws-lambda';
import { alertChanged } from './alert-changed.ts';
import { readChange } from './change.ts';
import { computerEvent } from './computer-event.ts';
import { computerFolded } from './computer-folded.ts';
import {
  computerOverridesChanged,
  configurationAsked,
  defaultPolicyChanged,
  objectChanged,
  policyChanged,
} from './configuration-changed.ts';
import type { FanOutDeps, Follow } from './deps.ts';
import { exportAsked } from './export-asked.ts';
import { fleetAlerts } from './fleet-alerts.ts';
import { agentAlerts, systemAlerts } from './happened-alerts.ts';
import { hostAlerts } from './host-alerts.ts';
import { maintenanceChanged } from './maintenance-changed.ts';
import { orderChanged } from './order-changed.ts';
import { presenceChanged } from './presence-changed.ts';
import { reportAsked } from './report-asked.ts';
import { ruleAlerts } from './rule-alerts.ts';
import { seatsChanged } from './seats-changed.ts';
import { eventHappened } from './task-changed.ts';
import { alertTold, batchTold, systemEventTold } from './tell-destinations.ts';

/** One after the other; where a later one fails, all of them come again. */
const inTurn =
  (...all: readonly Follow[]): Follow =>
  async (deps, change) => {
    for (const follow of all) await follow(deps, change);
  };

/** What follows from a stored item, by its kind. An item of another kind has no consequences. */
const follows: Readonly<Record<string, Follow>> = {
  order: orderChanged,
  policy: policyChanged,
  'default-policy': defaultPolicyChanged,
  'computer-overrides': computerOverridesChanged,
  object: objectChanged,
  computer: computerEvent,
  'configuration-mark': configurationAsked,
  'computer-change': inTurn(computerFolded, hostAlerts),
  batch: inTurn(ruleAlerts, agentAlerts, batchTold),
  alert: inTurn(alertChanged, alertTold),
  'system-event': inTurn(eventHappened, systemAlerts, systemEventTold),
  host: presenceChanged,
  subscription: inTurn(seatsChanged, fleetAlerts),
  maintenance: maintenanceChanged,
  report: reportAsked,
  export: exportAsked,
};

/** State and message cannot disagree: the message follows from the item, and no second write is paid. */
export const followRecord =
  (deps: FanOutDeps) =>
  async (record: DynamoDBRecord): Promise<void> => {
    const change = readChange(record);
    const follow = change && Object.hasOwn(follows, change.kind) ? follows[change.kind] : undefined;
    if (change && follow) await follow(deps, change);
  };
