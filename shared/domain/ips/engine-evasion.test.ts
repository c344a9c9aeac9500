import { describe, expect, it } from 'vitest';
import { Conversation, RST, SYN } from './testing/conversation.ts';
import { ATTACK, engineOf, feed, LOG4SHELL, RAW } from './testing/engine-feed.ts';

describe('evasions', () => {
  it('a retransmission with other bytes is dropped inline, with reason 139, and the first bytes count', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, talk.open());
    const decoy = talk.clientAt(0, 'GET /harmless/abc HTTP/1.1\r\n\r\n');
    const attack = talk.clientAt(0, 'GET /\x24{jndi:x}abc HTTP/1.1\r\n\r\n');
    expect(engine.inspect(decoy, 0).verdict).toBe('pass');
    const { verdict, hits } = engine.inspect(attack, 0);
    expect(verdict).toBe('drop');
    expect(hits.map(({ sid, reason }) => [sid, reason])).toEqual([[0, 139]]);
    expect(engine.inspect(decoy, 0).verdict).toBe('pass');
  });

  it('the same holds for segments ahead of their turn', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, talk.open());
    expect(engine.inspect(talk.clientAt(4, '/harmless HTTP/1.1\r\n\r\n'), 0).verdict).toBe('pass');
    expect(engine.inspect(talk.clientAt(4, '/${jndi:x HTTP/1.1\r\n\r\n'), 0).verdict).toBe('drop');
    expect(engine.inspect(talk.clientAt(0, 'GET '), 0).verdict).toBe('pass');
  });

  it('what the server acknowledged can be repeated with any bytes: it ignores them', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, [...talk.open(), talk.client('GET / HTTP/1.1\r\n\r\n'), talk.ackFromServer()]);
    expect(engine.inspect(talk.clientAt(-18, 'XXXXXXXXXXXXXXXXXX'), 0).verdict).toBe('pass');
  });

  it('a reset out of sequence and an unanswered SYN change nothing', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    const { verdicts } = feed(engine, [
      ...talk.open(),
      talk.clientAt(99, '', RST),
      talk.clientAt(500_000, '', SYN),
      talk.client(ATTACK.slice(0, 12)),
      talk.client(ATTACK.slice(12)),
    ]);
    expect(verdicts.at(-1)).toBe('drop');
  });

  it('data sent before the server answered is inspected when it counts', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    const [syn, synAck, ack] = talk.open();
    const { verdicts } = feed(engine, [syn!, talk.clientAt(0, ATTACK), synAck!, ack!, talk.client(ATTACK)]);
    expect(verdicts).toEqual(['pass', 'pass', 'pass', 'pass', 'drop']);
  });

  it('data on a SYN counts, and a SYN with another number starts anew', () => {
    const talk = new Conversation();
    const fast = engineOf([LOG4SHELL]);
    expect(fast.inspect(talk.clientAt(0, ATTACK, SYN), 0).verdict).toBe('drop');
    const engine = engineOf([LOG4SHELL]);
    engine.inspect(talk.clientAt(0, 'GET /a', SYN), 0);
    const again = new Conversation({ clientStart: 99_999 });
    expect(feed(engine, [...again.open(), again.client(ATTACK)]).verdicts.at(-1)).toBe('drop');
  });

  it('a connection that goes on after a reset is read on', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, [...talk.open(), talk.clientAt(0, '', RST)]);
    expect(engine.inspect(talk.client(ATTACK), 400_000).verdict).toBe('drop');
  });

  it('bytes that were acknowledged unseen end the reading of requests, and the rest is found in the raw stream', () => {
    const talk = new Conversation();
    const engine = engineOf([RAW]);
    const { verdicts } = feed(engine, [
      ...talk.open(),
      talk.clientAt(5, 'EVIL and CODE'),
      talk.ackFromServer(18),
    ]);
    expect(verdicts.at(-1)).toBe('drop');
  });

  it('more out of order than there is room for is held back inline', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL], { limits: { heldPerStream: 1000 } });
    feed(engine, talk.open());
    expect(engine.inspect(talk.clientAt(10, 'x'.repeat(500)), 0).verdict).toBe('pass');
    expect(engine.inspect(talk.clientAt(510, 'x'.repeat(600)), 0)).toEqual({ verdict: 'drop', hits: [] });
  });
});

describe('limits', () => {
  it('a flow beyond the limit is dropped inline with reason 151, and passes in tap', () => {
    const limits = { tcpFlows: 1 };
    for (const [mode, verdict] of [
      ['inline', 'drop'],
      ['tap', 'pass'],
    ] as const) {
      const engine = engineOf([LOG4SHELL], { mode, limits });
      feed(engine, new Conversation().open());
      const { verdicts, hits } = feed(engine, new Conversation({ clientPort: 40_001 }).open().slice(0, 1));
      expect([verdicts[0], hits[0]?.reason]).toEqual([verdict, 151]);
      expect(engine.counts().tcpFlows).toBe(1);
    }
  });

  it('idle flows make room', () => {
    const engine = engineOf([LOG4SHELL], { limits: { tcpFlows: 1 } });
    engine.inspect(new Conversation().open()[0]!, 0);
    expect(engine.inspect(new Conversation({ clientPort: 40_001 }).open()[0]!, 120_000).verdict).toBe('pass');
  });

  it.each([
    ['prevent', 'drop', ['drop', 204]],
    ['detect', 'pass', ['alert', 204]],
  ] as const)('a packet that rules cannot be tried on to the end: %s, %s', (behaviour, verdict, found) => {
    const talk = new Conversation();
    const engine = engineOf(
      ['drop tcp any any -> any any (flow:established,to_server; content:"aa"; pcre:"/(a+)+b/"; sid:1;)'],
      { behaviour },
    );
    feed(engine, talk.open());
    const decision = engine.inspect(talk.client('a'.repeat(2000)), 0);
    expect([decision.verdict, ...decision.hits.map(({ action, reason }) => [action, reason])]).toEqual([
      verdict,
      found,
    ]);
    expect(engine.inspect(talk.clientAt(-2000, 'a'.repeat(2000)), 0).verdict).toBe(verdict);
  });

  it('a head without end is dropped inline with reason 801', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, [...talk.open(), talk.client('GET / HTTP/1.1\r\nA: ')]);
    const reasons = new Set<number | null>();
    for (let sent = 0; sent < 80; sent++) {
      for (const { reason } of engine.inspect(talk.client('b'.repeat(1000)), 0).hits) reasons.add(reason);
      engine.inspect(talk.ackFromServer(), 0);
    }
    expect([...reasons]).toEqual([801]);
    expect(engine.inspect(talk.clientAt(-500, 'b'.repeat(500)), 0).verdict).toBe('drop');
  });
});
