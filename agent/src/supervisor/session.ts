import type { Inventory } from '../../../shared/domain/recommendation/inventory.ts';
import type { HostInfo } from '../../../shared/schema/agent/activation.ts';
import type { BeatReply, BeatRequest } from '../../../shared/schema/agent/beat.ts';
import { PROTOCOL_LEVEL } from '../../../shared/schema/agent/protocol.ts';
import type { FirewallEvent } from '../firewall/event.ts';
import type { Inspection } from '../inspect/spec.ts';
import { withSeen } from '../inventory/seen.ts';
import { type Exchange, planeAnswered } from '../link/failure.ts';
import type { PlaneLink } from '../link/plane-link.ts';
import type { Spool } from '../spool/spool.ts';
import type { AgentState } from '../state/agent-state.ts';
import type { Identity } from '../state/identity.ts';
import { createAlarm } from './alarm.ts';
import { clockStep, clockStepText } from './clock-step.ts';
import { LOCK_OUT_GUARD } from './configuration/apply-config.ts';
import { createPolicyKeeper, type Report } from './configuration/policy-keeper.ts';
import { type Deactivated, endProtection } from './end-protection.ts';
import { type AgentEventName, agentEvent } from './events/agent-event.ts';
import { firewallEvent } from './events/firewall-event.ts';
import { hitEvent } from './events/hit-event.ts';
import { noticeEvent } from './events/notice-event.ts';
import { createOutbox } from './events/outbox.ts';
import type { CheckSignatures, Clock, CreateInspection, FirewallPort } from './host/ports.ts';
import { type Action, next, noContactYet } from './next.ts';
import { createRecommendationScan } from './recommendation-scan.ts';
import { beginRun, endRun } from './run-record.ts';
import { createTurns } from './turns.ts';

export interface SessionDeps {
  readonly state: AgentState;
  readonly identity: Identity;
  readonly link: PlaneLink;
  readonly spool: Spool;
  readonly firewall: FirewallPort;
  readonly createInspection: CreateInspection;
  readonly check: CheckSignatures;
  readonly clock: Clock;
  readonly random: () => number;
  readonly describeHost: () => HostInfo;
  readonly takeInventory: (signal: AbortSignal) => Promise<Inventory>;
  readonly log: (line: string) => void;
}

/** How the last beat went, for the status. */
export interface LastBeat {
  /** Epoch ms. */
  readonly at: number;
  readonly ok: boolean;
  readonly message: string;
}

export interface SessionStatus extends Report {
  readonly lastBeat: LastBeat | undefined;
  readonly waitingBatches: number;
  readonly openEvents: number;
  readonly inspection: ReturnType<Inspection['status']>;
}

export type { Deactivated } from './end-protection.ts';

/** The life of an activated agent, from its start to SIGTERM or deactivation. */
export interface Session {
  run(): Promise<'stopped' | 'deactivated'>;
  /** A beat now; resolves when what it brought about is done. */
  beatNow(): Promise<LastBeat>;
  firewallSaw(events: readonly FirewallEvent[], lost: number): void;
  deactivate(): Promise<Deactivated>;
  status(): SessionStatus;
}

/** The clock is looked at this often. */
const LOOK_AT_CLOCK = 60_000;
/** The first beat may be spread, not put off; the clock may have been set since. */
const MOST_FIRST_WAIT = 60_000;
/** By then the plane has compiled what a scan assigned. */
const AFTER_SCAN = 20_000;
const REACH_TIMEOUT = 5_000;
const REACH_PAUSE = 2_000;

export const createSession = (deps: SessionDeps, signal: AbortSignal): Session => {
  const { clock, link, spool, state, identity } = deps;
  const alarm = createAlarm(clock, signal);
  const inTurn = createTurns();
  let contact = noContactYet;
  let lastBeat: LastBeat | undefined;
  let nextBeatAt =
    clock.monotonic() + Math.min(MOST_FIRST_WAIT, Math.max(0, identity.firstBeatAt - clock.now()));
  let toldHost = '';
  let ended = false;

  const tell = (event: AgentEventName, description: string): void => {
    deps.log(description);
    outbox.record([agentEvent(event, clock.now(), description)]);
  };

  const outbox = createOutbox({
    spool,
    link,
    clock,
    random: deps.random,
    onDue: () => alarm.ring(),
    tell,
    log: deps.log,
  });

  const inspection = deps.createInspection({
    onHit: (hit) => {
      const event = hitEvent(hit, hit.ruleID > 0 ? keeper.rule(hit.ruleID) : undefined);
      outbox.record([hit.data === undefined ? event : { ...event, packet: hit.data }]);
    },
    onNotice: (notice) => tell(...noticeEvent(notice, keeper.onFailure())),
  });

  const request = (): BeatRequest => {
    const host = deps.describeHost();
    const facts = JSON.stringify(host);
    return {
      protocol: PROTOCOL_LEVEL,
      ...keeper.report(),
      waiting: spool.waiting().length,
      ...(facts !== toldHost && { host }),
    };
  };

  const exchangeBeat = async (timeoutMs?: number): Promise<Exchange<BeatReply>> => {
    const sent = request();
    const reply = await link.beat(sent, timeoutMs);
    if (reply.ok && sent.host) toldHost = JSON.stringify(sent.host);
    lastBeat = { at: clock.now(), ok: reply.ok, message: reply.ok ? 'The plane answered.' : reply.message };
    return reply;
  };

  /** For the lock-out guard: time is left for undoing. A refusal is an answer too. */
  const reachPlane = async (): Promise<boolean> => {
    const until = clock.monotonic() + LOCK_OUT_GUARD - REACH_TIMEOUT - REACH_PAUSE;
    do {
      const reply = await exchangeBeat(REACH_TIMEOUT);
      if (reply.ok && reply.value.todo.length > 0) nextBeatAt = clock.monotonic();
      if (planeAnswered(reply)) return true;
      await clock.sleep(REACH_PAUSE, signal);
    } while (clock.monotonic() < until && !signal.aborted);
    return false;
  };

  const keeper = createPolicyKeeper({
    state,
    identity,
    modules: { firewall: deps.firewall, inspection },
    check: deps.check,
    now: clock.now,
    tell,
    fetchContent: link.content,
    reachPlane,
  });

  const scan = createRecommendationScan({
    take: async (signal) => withSeen(await deps.takeInventory(signal), { of: inspection.openingsOf }),
    send: link.sendInventory,
    now: clock.now,
    log: deps.log,
    onTaken: () => {
      retryIn(AFTER_SCAN);
      alarm.ring();
    },
  });

  const beat = async (): Promise<LastBeat> => {
    const reply = await exchangeBeat();
    const decided = next(contact, reply, deps.random());
    contact = decided.contact;
    const note = lastBeat as LastBeat;
    for (const action of decided.actions) await perform(action);
    return note;
  };

  const perform = async (action: Action): Promise<unknown> => {
    switch (action.what) {
      case 'wait':
        nextBeatAt = clock.monotonic() + action.ms;
        return;
      case 'tell':
        return tell(action.event, action.description);
      case 'trust':
        if (action.keys.some((key) => key.purpose === 'policy')) state.trust.write(action.keys);
        return;
      case 'describe-host':
        toldHost = '';
        return;
      case 'scan-for-recommendations':
        return ended ? undefined : scan.start(action.requested);
      case 'rule-kills':
        return keeper.kill(action.list);
      case 'policy':
        return keeper.take(action.pointer);
      case 'send-events':
        return ended ? undefined : retryIn(await outbox.send());
      case 'deactivate':
        deps.log('The plane orders deactivation.');
        return end(false);
    }
  };

  const retryIn = (ms: number | undefined): void => {
    if (ms !== undefined) nextBeatAt = Math.min(nextBeatAt, clock.monotonic() + ms);
  };

  const end = async (tellPlane: boolean): Promise<Deactivated> => {
    const lastWords = async (): Promise<void> => {
      tell('stopped', 'The agent is deactivated on this host.');
      await outbox.flush(contact.failures === 0);
    };
    const done = await endProtection({
      keeper,
      state,
      link,
      computerID: identity.computerID,
      lastWords,
      tellPlane,
    });
    if (!done.ok) tell('engineCommandFailed', done.message);
    ended = done.ok;
    alarm.ring();
    return done;
  };

  const guarded = (what: string, work: () => Promise<unknown>): Promise<unknown> =>
    inTurn(work).catch((error: Error) => tell('partDied', `${what} failed: ${error.stack ?? error.message}`));

  const runLoop = async (): Promise<void> => {
    let seen = { wall: clock.now(), monotonic: clock.monotonic() };
    while (!signal.aborted && !ended) {
      const now = clock.monotonic();
      const looked = { wall: clock.now(), monotonic: now };
      const step = clockStep(seen, looked);
      if (step !== 0) tell('clockChanged', clockStepText(step));
      seen = looked;
      if (nextBeatAt <= now) {
        nextBeatAt = now + LOOK_AT_CLOCK;
        await guarded('A beat', beat);
      } else if ((outbox.due() ?? Number.POSITIVE_INFINITY) <= now) {
        await guarded('Sending events', async () => retryIn(await outbox.flush(contact.failures === 0)));
      } else {
        await alarm.wait(Math.min(nextBeatAt, outbox.due() ?? nextBeatAt, now + LOOK_AT_CLOCK) - now);
      }
    }
  };

  return {
    async run() {
      tell('started', 'The agent started.');
      // A disk that takes no mark must not keep the host from its protection.
      await guarded('Marking the start', async () => {
        const before = beginRun(state, clock.now());
        if (before) tell('abnormalRestart', before);
      });
      await guarded('Loading the last configuration', () => keeper.boot());
      await runLoop();
      await scan.stop();
      if (ended) return 'deactivated';
      await guarded('Stopping', async () => {
        await keeper.stop();
        await spool.append([
          agentEvent('stopped', clock.now(), 'The agent stopped; the firewall stays in force.'),
        ]);
        await spool.seal();
        endRun(state);
      });
      return 'stopped';
    },
    beatNow: () => inTurn(beat),
    firewallSaw(events, lost) {
      outbox.record(events.map((event) => firewallEvent(event, keeper.firewallRuleName)));
      if (lost > 0) tell('eventsSuppressed', `${lost} denied packets came faster than they could be told.`);
    },
    deactivate: () => inTurn(() => end(true)),
    status: () => ({
      lastBeat,
      ...keeper.report(),
      waitingBatches: spool.waiting().length,
      openEvents: spool.open(),
      inspection: inspection.status(),
    }),
  };
};
