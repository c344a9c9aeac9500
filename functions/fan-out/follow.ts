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
import { maintenanceChanged } from './maintenance-changed.ts';
import { orderChanged } from './order-changed.ts';
import { presenceChanged } from './presence-changed.ts';
import { ruleAlerts } from './rule-alerts.ts';
import { seatsChanged } from './seats-changed.ts';
import { eventHappened } from './task-changed.ts';

/** What follows from a stored item, by its kind. An item of another kind has no consequences. */
const follows: Readonly<Record<string, Follow>> = {
  order: orderChanged,
  policy: policyChanged,
  'default-policy': defaultPolicyChanged,
  'computer-overrides': computerOverridesChanged,
  object: objectChanged,
  computer: computerEvent,
  'configuration-mark': configurationAsked,
  'computer-change': computerFolded,
  batch: ruleAlerts,
  alert: alertChanged,
  'system-event': eventHappened,
  host: presenceChanged,
  subscription: seatsChanged,
  maintenance: maintenanceChanged,
};

/** State and message cannot disagree: the message follows from the item, and no second write is paid. */
export const followRecord =
  (deps: FanOutDeps) =>
  async (record: DynamoDBRecord): Promise<void> => {
    const change = readChange(record);
    const follow = change && Object.hasOwn(follows, change.kind) ? follows[change.kind] : undefined;
    if (change && follow) await follow(deps, change);
  };
