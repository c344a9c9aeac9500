import { compileSignatures, createEngine, type Engine } from '../ips/engine.ts';
import { bytesOf, Conversation, udpDatagram } from '../ips/testing/conversation.ts';
import type { Exchange } from './benign/exchange.ts';
import { begins, type FeedRule } from './feed/feed-rule.ts';

/** Rules tried at once: more would run into the engine's bound of effort for a packet, and hide each other. */
const AT_ONCE = 400;

/** Which rules fire on which ordinary exchange, the first for each: its name by id of the rule. */
export const replay = (
  rules: readonly FeedRule[],
  corpus: readonly Exchange[],
): ReadonlyMap<number, string> => {
  const fired = new Map<number, string>();
  const usable = rules.filter(({ unsupported }) => unsupported === undefined);
  for (let from = 0; from < usable.length; from += AT_ONCE) {
    const compiled = compileSignatures(
      usable
        .slice(from, from + AT_ONCE)
        .flatMap(({ ID, signatures }) => signatures.map((text) => ({ ruleID: ID, text }))),
    );
    for (const exchange of corpus) {
      const engine = createEngine({ rules: compiled, mode: 'tap', behaviour: 'detect' });
      for (const ruleID of hitsOf(engine, exchange)) {
        if (!fired.has(ruleID)) fired.set(ruleID, exchange.name);
      }
    }
  }
  return fired;
};

/** A rule that fires on ordinary traffic starts in detect, whatever the table says. */
export const gated = (rules: readonly FeedRule[], fired: ReadonlyMap<number, string>): FeedRule[] =>
  rules.map((rule) => {
    const exchange = fired.get(rule.ID);
    if (exchange === undefined || rule.behaviour !== 'prevent') return rule;
    return {
      ...rule,
      ...begins({ behaviour: 'detect', because: `it fires on ordinary traffic: ${exchange}` }),
    };
  });

const hitsOf = (engine: Engine, exchange: Exchange): number[] => {
  const hits: number[] = [];
  let at = 0;
  for (const datagram of datagramsOf(exchange)) {
    for (const hit of engine.inspect(datagram, at++).hits) if (hit.ruleID > 0) hits.push(hit.ruleID);
  }
  return hits;
};

/** Bytes of one segment, as on an Ethernet. */
const SEGMENT = 1400;

function* datagramsOf({ protocol, port, turns }: Exchange): Generator<Uint8Array> {
  if (protocol === 'udp') {
    for (const { from, data } of turns) yield udpDatagram(data, from === 'client', [40_000, port]);
    return;
  }
  const talk = new Conversation({ serverPort: port });
  yield* talk.open();
  for (const { from, data } of turns) {
    const bytes = bytesOf(data);
    for (let start = 0; start < bytes.length; start += SEGMENT) {
      const part = bytes.subarray(start, start + SEGMENT);
      yield from === 'client' ? talk.client(part) : talk.server(part);
      yield from === 'client' ? talk.ackFromServer() : talk.ackFromClient();
    }
  }
}
