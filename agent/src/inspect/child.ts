import { randomInt } from 'node:crypto';
import { compileSignatures, createEngine, type Engine, type Hit } from '../../../shared/domain/ips/engine.ts';
import { dieWithParent, interfaceName, setReceiveTimeout } from '../netlink/libc.ts';
import { openNetfilterSocket } from '../netlink/netfilter-socket.ts';
import { openRawSender } from './blocking.ts';
import { type Captures, createCaptures } from './captures.ts';
import { type ControlChannel, openControl, type ToChild } from './control.ts';
import { bindQueue } from './nfqueue.ts';
import { createPacketLoop, type PacketLoop } from './packet-loop.ts';

/**
 * The inspection child: one blocking loop between the kernel's queue and the engine. Its parent speaks to it over
 * descriptor 3; when that closes it ends, and the kernel's rules then pass or stop traffic as configured.
 * Arguments: queue number, `open` or `closed`.
 */
const CONTROL = 3;
const TICK_MS = 200;
const QUEUE_LENGTH = 8192;
const RECEIVE_BUFFER = 64 * 1024 * 1024;
const MOST_HITS_PER_TICK = 200;
/** Generous: several thousand rules compile in about a second on a slow machine. */
const COMPILE_BASE_MS = 2000;
const COMPILE_PER_RULE_MS = 2;

function main(): void {
  const queue = Number(process.argv[2]);
  const onFailure = process.argv[3] === 'closed' ? 'closed' : 'open';
  const control = openControl(CONTROL);
  try {
    // With nobody left to kill a hung child, its queue would hold up traffic for ever.
    dieWithParent();
    run(control, queue, onFailure);
  } catch (error) {
    control.send({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}

function run(control: ControlChannel, queue: number, onFailure: 'open' | 'closed'): void {
  const captures = createCaptures();
  const rules = createRuleHolder(control, captures);
  if (!awaitFirstRules(control, rules)) return;
  const socket = openNetfilterSocket({ receiveBuffer: RECEIVE_BUFFER });
  const names = new Map<number, string | null>();
  let hitsLeft = MOST_HITS_PER_TICK;
  let lostHits = 0;
  const loop = createPacketLoop({
    fd: socket.fd,
    queue,
    onFailure,
    resets: openRawSender(),
    engine: rules.engine,
    hits(decision, packet, datagram, at) {
      const index = packet.indev || packet.outdev;
      if (!names.has(index)) names.set(index, interfaceName(index));
      for (const hit of onePerRule(decision.hits)) {
        const data = hitsLeft > 0 ? captures.take(hit, datagram, at) : undefined;
        const seen = { ...hit, at, interface: names.get(index) ?? null, packetSize: packet.wireLength, data };
        if (hitsLeft > 0 && control.send({ type: 'hit', hit: seen })) hitsLeft -= 1;
        else lostHits += 1;
      }
    },
    failed: () => undefined,
  });
  bindQueue(socket, queue, { failOpen: onFailure === 'open', length: QUEUE_LENGTH });
  setReceiveTimeout(socket.fd, TICK_MS);
  rules.announce();
  for (let ticked = Date.now(); ; ) {
    loop.turn(Date.now);
    const now = Date.now();
    if (now - ticked < TICK_MS && now >= ticked) continue;
    ticked = now;
    hitsLeft = MOST_HITS_PER_TICK;
    if (!beat(control, rules, loop, lostHits)) return;
  }
}

/** A rule is made of signatures, any of which makes it hit: what several of them see in one packet is one hit. */
function onePerRule(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits;
  return hits.filter(
    ({ ruleID }, at) => ruleID === 0 || hits.findIndex((hit) => hit.ruleID === ruleID) === at,
  );
}

/** False when the parent is gone. */
function beat(control: ControlChannel, rules: RuleHolder, loop: PacketLoop, lostHits: number): boolean {
  const messages = control.receive();
  if (messages === null) return false;
  for (const message of messages) {
    rules.take(message);
    rules.announce();
  }
  const openings = rules.engine().openings();
  if (openings.length > 0) control.send({ type: 'openings', openings });
  const { tcpFlows, udpFlows } = rules.engine().counts();
  control.send({ type: 'beat', counts: { ...loop.counts, lostHits, tcpFlows, udpFlows } });
  return true;
}

interface RuleHolder {
  engine(): Engine;
  loaded(): boolean;
  take(message: ToChild): void;
  /** Tells the parent what the last `take` came to. */
  announce(): void;
}

function createRuleHolder(control: ControlChannel, captures: Captures): RuleHolder {
  const hashSeed = randomInt(2 ** 32);
  let engine: Engine | null = null;
  let announcement: (() => void) | null = null;
  return {
    engine() {
      if (engine === null) throw new Error('no rules yet');
      return engine;
    },
    loaded: () => engine !== null,
    take({ sequence, signatures, behaviour, limits, alwaysCapture }) {
      control.send({ type: 'busy', forMs: COMPILE_BASE_MS + signatures.length * COMPILE_PER_RULE_MS });
      captures.always(alwaysCapture);
      const rules = compileSignatures(signatures);
      engine = createEngine({
        rules,
        mode: 'inline',
        behaviour,
        limits: { ...limits, midstream: true, hashSeed },
      });
      const { loaded, refused } = rules;
      announcement = () => control.send({ type: 'loaded', sequence, loaded, refused });
    },
    announce() {
      announcement?.();
      announcement = null;
    },
  };
}

/** Waits, before any packet is asked for, until the parent has sent rules; false when it is gone. */
function awaitFirstRules(control: ControlChannel, rules: RuleHolder): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (!rules.loaded()) {
    const messages = control.receive();
    if (messages === null) return false;
    for (const message of messages) rules.take(message);
    if (!rules.loaded()) Atomics.wait(pause, 0, 0, 10);
  }
  return true;
}

main();
