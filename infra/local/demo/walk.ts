import { setTimeout as sleep } from 'node:timers/promises';
import type { SampleHost } from './host.ts';
import type { Plane } from './plane.ts';
import type { DemoRequest } from './requests.ts';
import { attacks, ordinary } from './requests.ts';
import { type Sent, send } from './send.ts';
import { occurrences, type Walk } from './verdict.ts';
import type { World } from './world.ts';

export const POLICY = 'Sample web servers';
const PATIENCE_MS = 30_000;

export type Tell = (sent: Sent) => void;

/** One walk along the whole road, from an order to a mail. `protectHost` installs the agent after the baseline. */
export const walk = async (
  world: World,
  plane: Plane,
  protectHost: () => Promise<SampleHost>,
  tell: Tell,
): Promise<Walk> => {
  const baseline = await sendAll(world, ordinary, () => undefined);
  const started = Date.now();
  const host = await protectHost();
  await host.reach('prevent');
  const queueBound = await host.queueBound();
  const passed = await sendAll(world, ordinary, tell);
  const stopped = await sendAll(world, attacks, tell);
  const preventEvents = await eventsOf(plane, host, started, stopped.length);
  await plane.policy(POLICY, 'detect');
  await host.reach('detect');
  const switched = Date.now();
  const detected = await sendAll(world, attacks, tell);
  const detectEvents = await eventsOf(plane, host, switched, detected.length);
  const mails = await mailsAbout(plane);
  const stillBound = await host.queueBound();
  return {
    baseline,
    ordinary: passed,
    attacks: stopped,
    detected,
    preventEvents,
    detectEvents,
    mails,
    queueBound: queueBound && stillBound,
  };
};

const sendAll = async (world: World, requests: readonly DemoRequest[], tell: Tell): Promise<Sent[]> => {
  const all: Sent[] = [];
  for (const request of requests) {
    const sent = await send(world, request);
    tell(sent);
    all.push(sent);
  }
  return all;
};

/**
 * Blocked attacks leave the host within seconds, the rest rides the next beat, so one is asked for. Waits until as many
 * as were sent are readable, or patience ends.
 */
const eventsOf = async (plane: Plane, host: SampleHost, from: number, expected: number) => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const events = await plane.attacks(host.computerID, from);
    if (occurrences(events) >= expected || Date.now() > end) return events;
    await host.beat();
    await sleep(500);
  }
};

const mailsAbout = async (plane: Plane) => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    // Orders are told of by mail, too.
    const mails = (await plane.mails()).filter(({ subject }) => subject.includes('Attack'));
    if (mails.length > 0 || Date.now() > end) return mails;
    await sleep(500);
  }
};
