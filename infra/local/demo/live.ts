import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { protect, type SampleHost, startWorld } from './host.ts';
import { eventLine, mailLine, sentLine } from './lines.ts';
import { type Access, createPlane, type Plane } from './plane.ts';
import { attacks, ordinary } from './requests.ts';
import { send } from './send.ts';
import { POLICY } from './walk.ts';
import type { World } from './world.ts';

const PAUSE_MS = 1500;
/** One attack after so many ordinary requests: a real site is mostly left alone. */
const RHYTHM = 2;

/** Keeps a sample web server busy with visitors and attackers and shows live what becomes of them, until `signal`. */
export const live = async (
  access: Access,
  dir: string,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<void> => {
  const plane = createPlane(access);
  const policyID = await plane.policy(POLICY, 'prevent');
  const world = await startWorld();
  let host: SampleHost | undefined;
  try {
    host = await protect(world, plane, join(dir, 'demo'), policyID);
    await host.reach('prevent');
    print(`A sample web server is protected as computer ${host.computerID}. Ctrl-C ends the demo.\n`);
    await Promise.all([
      visit(world, signal, print),
      watchEvents(plane, host, signal, print),
      watchMails(plane, signal, print),
    ]);
  } finally {
    await host?.end();
    await world.end();
  }
};

const visit = async (world: World, signal: AbortSignal, print: (text: string) => void): Promise<void> => {
  for (let i = 0; !signal.aborted; i++) {
    const list = i % (RHYTHM + 1) === RHYTHM ? attacks : ordinary;
    const request = list[Math.floor(Math.random() * list.length)];
    if (!request) continue;
    const sent = await send(world, request);
    print(sentLine(sent, Date.now()));
    await pause(signal);
  }
};

/** Pulls what is new: the same events that any script reads from the API. */
const watchEvents = async (
  plane: Plane,
  host: SampleHost,
  signal: AbortSignal,
  print: (text: string) => void,
) => {
  const shown = new Set<string>();
  const started = Date.now();
  while (!signal.aborted) {
    for (const event of (await plane.attacks(host.computerID, started)).reverse()) {
      const id = JSON.stringify(event);
      if (!shown.has(id)) print(eventLine(event));
      shown.add(id);
    }
    await pause(signal);
  }
};

const watchMails = async (
  plane: Plane,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<void> => {
  const shown = new Set((await plane.mails()).map((mail) => mail.id));
  while (!signal.aborted) {
    for (const mail of (await plane.mails()).reverse()) {
      if (!shown.has(mail.id)) print(mailLine(mail, Date.now()));
      shown.add(mail.id);
    }
    await pause(signal);
  }
};

const pause = (signal: AbortSignal): Promise<void> =>
  sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
