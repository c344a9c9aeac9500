import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSignatures, createEngine, type Engine, type EngineOptions, type Hit } from './engine.ts';
import { ACK, Conversation, RST, SYN, udpDatagram } from './testing/conversation.ts';

const LOG4SHELL =
  'drop http any any -> any any (msg:"jndi"; flow:established,to_server; http.uri; content:"${jndi:"; nocase; fast_pattern; sid:9001;)';
const SHELLSHOCK =
  'reject http any any -> any any (msg:"shellshock"; flow:established,to_server; http.header; content:"() {"; sid:9002;)';
const TRAVERSAL =
  'drop http any any -> any any (msg:"traversal"; flow:established,to_server; http.uri.raw; content:"/.%2e/"; nocase; sid:9003;)';
const BODY =
  'drop http any any -> any any (msg:"body"; flow:established,to_server; http.method; content:"POST"; http.request_body; content:"cmd="; content:"/etc/passwd"; distance:0; sid:9004;)';
const RAW =
  'drop tcp any any -> any 80 (msg:"raw"; flow:established,to_server; content:"EVIL"; content:"CODE"; distance:1; within:10; sid:9005;)';

function engineOf(texts: readonly string[], options: Partial<Omit<EngineOptions, 'rules'>> = {}): Engine {
  const rules = compileSignatures(texts.map((text, at) => ({ ruleID: at + 1, text })));
  expect(rules.refused).toEqual([]);
  return createEngine({ rules, mode: 'inline', behaviour: 'prevent', ...options });
}

function feed(engine: Engine, datagrams: readonly Uint8Array[]): { verdicts: string[]; hits: Hit[] } {
  const decisions = datagrams.map((datagram) => engine.inspect(datagram, 1000));
  return {
    verdicts: decisions.map(({ verdict }) => verdict),
    hits: decisions.flatMap(({ hits }) => [...hits]),
  };
}

const ATTACK = 'GET /?x=%24%7bJndi:ldap://a/b} HTTP/1.1\r\nHost: a\r\n\r\n';

describe('how connections began', () => {
  const HELLO = Uint8Array.of(22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3);
  const begun = (port: number, ...segments: readonly (string | Uint8Array)[]): Uint8Array[] => {
    const talk = new Conversation({ serverPort: port });
    return [...talk.open(), ...segments.map((segment) => talk.client(segment))];
  };
  it.each<[string, Uint8Array[], unknown[]]>([
    ['a ClientHello', begun(8444, HELLO, 'more'), [{ port: 8444, tls: 1, plain: 0 }]],
    ['a request', begun(80, 'GET / HTTP/1.1', HELLO), [{ port: 80, tls: 0, plain: 1 }]],
    ['one byte', begun(23, 'a'), [{ port: 23, tls: 0, plain: 1 }]],
    ['a ServerHello', begun(80, Uint8Array.of(22, 3, 1, 0, 200, 2)), [{ port: 80, tls: 0, plain: 1 }]],
    ['too little of a ClientHello to tell', begun(80, HELLO.slice(0, 5), HELLO.slice(5)), []],
    ['nothing', begun(80), []],
    ['data before the opening was seen', begun(80, HELLO).slice(3), []],
  ])('%s', (_what, datagrams, openings) => {
    const engine = engineOf([LOG4SHELL]);
    feed(engine, datagrams);
    expect(engine.openings()).toEqual(openings);
    expect(engine.openings()).toEqual([]);
  });

  it('a first segment that comes twice counts once', () => {
    const engine = engineOf([LOG4SHELL]);
    const talk = new Conversation({ serverPort: 8444 });
    const opened = talk.open();
    const hello = talk.client(HELLO);
    feed(engine, [...opened, hello, hello]);
    expect(engine.openings()).toEqual([{ port: 8444, tls: 1, plain: 0 }]);
  });
});

describe('verdicts by mode, behaviour and action (behaviour.md section 3)', () => {
  it.each([
    ['inline', 'prevent', LOG4SHELL, 'drop', 'drop'],
    ['inline', 'prevent', LOG4SHELL.replace('drop', 'reject'), 'reset', 'reset'],
    ['inline', 'prevent', LOG4SHELL.replace('drop', 'alert'), 'pass', 'alert'],
    ['inline', 'detect', LOG4SHELL, 'pass', 'alert'],
    ['tap', 'prevent', LOG4SHELL, 'pass', 'alert'],
    ['tap', 'detect', LOG4SHELL.replace('drop', 'reject'), 'pass', 'alert'],
  ] as const)('%s %s: %s', (mode, behaviour, rule, verdict, action) => {
    const talk = new Conversation();
    const { verdicts, hits } = feed(engineOf([rule], { mode, behaviour }), [
      ...talk.open(),
      talk.client(ATTACK),
    ]);
    expect(verdicts).toEqual(['pass', 'pass', 'pass', verdict]);
    expect(hits).toEqual([
      {
        ruleID: 1,
        sid: 9001,
        action,
        reason: null,
        flow: {
          protocol: 'tcp',
          client: { ip: '10.0.0.1', port: 40_000 },
          server: { ip: '10.0.0.2', port: 80 },
        },
        toServer: true,
        positionInStream: ATTACK.length,
      },
    ]);
  });

  it('drops everything after a drop, in both directions, without a second hit', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, [...talk.open(), talk.client(ATTACK)]);
    const { verdicts, hits } = feed(engine, [
      talk.client(ATTACK),
      talk.server('HTTP/1.1 200 OK\r\n\r\n'),
      talk.ackFromClient(),
    ]);
    expect(verdicts).toEqual(['drop', 'drop', 'drop']);
    expect(hits).toEqual([]);
  });

  it('lets the ports of a dropped flow be used again once the server answers a new SYN', () => {
    const engine = engineOf([LOG4SHELL]);
    const first = new Conversation();
    feed(engine, [...first.open(), first.client(ATTACK)]);
    const second = new Conversation({ clientStart: 777_777 });
    expect(feed(engine, [...second.open(), second.client('GET / HTTP/1.1\r\n\r\n')]).verdicts).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
    ]);
    expect(feed(engine, [second.client(ATTACK)]).verdicts).toEqual(['drop']);
  });

  it('an action given with the signature overrides the one in the text', () => {
    const rules = compileSignatures([{ ruleID: 7, text: LOG4SHELL, action: 'alert' }]);
    const engine = createEngine({ rules, mode: 'inline', behaviour: 'prevent' });
    const talk = new Conversation();
    const { verdicts, hits } = feed(engine, [...talk.open(), talk.client(ATTACK)]);
    expect(verdicts.at(-1)).toBe('pass');
    expect(hits.map(({ ruleID, action }) => [ruleID, action])).toEqual([[7, 'alert']]);
  });

  it('a pass rule silences others and settles the flow', () => {
    const pass = 'pass http any any -> any any (http.uri; content:"/trusted"; sid:1;)';
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL, pass]);
    const { verdicts, hits } = feed(engine, [
      ...talk.open(),
      talk.client('GET /trusted HTTP/1.1\r\n\r\n'),
      talk.client(ATTACK),
    ]);
    expect(verdicts).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    expect(hits).toEqual([]);
  });
});

describe('where a match is found', () => {
  it('on the segment that completes it, before the head is complete', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL]);
    feed(engine, talk.open());
    const verdicts = [...'GET /${jndi:x HTTP/1.1\n'].map(
      (byte) => engine.inspect(talk.client(byte), 0).verdict,
    );
    expect(verdicts.slice(0, -1).every((verdict) => verdict === 'pass')).toBe(true);
    expect(verdicts.at(-1)).toBe('drop');
  });

  it('once per transaction, again in the next one', () => {
    const talk = new Conversation();
    const engine = engineOf([LOG4SHELL], { mode: 'tap' });
    const { hits } = feed(engine, [...talk.open(), talk.client(ATTACK + ATTACK), talk.client(ATTACK)]);
    expect(hits).toHaveLength(3);
  });

  it('contents of several buffers must be of one request', () => {
    const talk = new Conversation();
    const engine = engineOf([BODY], { mode: 'tap' });
    const body = (method: string, text: string): Uint8Array =>
      talk.client(`${method} / HTTP/1.1\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
    feed(engine, talk.open());
    expect(feed(engine, [body('PUT', 'cmd=cat /etc/passwd')]).hits).toEqual([]);
    expect(feed(engine, [body('POST', '/etc/passwd cmd=')]).hits).toEqual([]);
    expect(feed(engine, [body('POST', 'cmd=cat /etc/passwd')]).hits.map(({ sid }) => sid)).toEqual([9004]);
  });

  it('reads IPv6 and sequence numbers that wrap', () => {
    const talk = new Conversation({ v6: true, clientStart: 0xffff_fff0 });
    const { hits } = feed(engineOf([LOG4SHELL]), [
      ...talk.open(),
      talk.client(ATTACK.slice(0, 20)),
      talk.client(ATTACK.slice(20)),
    ]);
    expect(hits.map(({ flow }) => flow.client)).toEqual([{ ip: '2001:db8::1', port: 40_000 }]);
  });

  it('ports and direction of the header count', () => {
    const rule = 'alert tcp any any -> any 8080 (content:"EVIL"; sid:1;)';
    const toServer = new Conversation({ serverPort: 8080 });
    expect(feed(engineOf([rule]), [...toServer.open(), toServer.client('EVIL')]).hits).toHaveLength(1);
    const other = new Conversation({ serverPort: 80 });
    expect(feed(engineOf([rule]), [...other.open(), other.client('EVIL')]).hits).toEqual([]);
    const answer = new Conversation({ serverPort: 8080 });
    expect(feed(engineOf([rule]), [...answer.open(), answer.server('EVIL')]).hits).toEqual([]);
    const both = rule.replace('->', '<>');
    const talk = new Conversation({ serverPort: 8080 });
    expect(
      feed(engineOf([both]), [...talk.open(), talk.server('EVIL')]).hits.map(({ toServer: to }) => to),
    ).toEqual([false]);
  });

  it('UDP payloads, with both sides seen for flow:established', () => {
    const engine = engineOf([
      'alert udp any any -> any 53 (flow:established; content:"|00 01|bad"; nocase; sid:1;)',
    ]);
    expect(engine.inspect(udpDatagram('\x00\x01BAD'), 0).hits).toEqual([]);
    engine.inspect(udpDatagram('answer', false), 0);
    expect(engine.inspect(udpDatagram('\x00\x01BAD'), 0).hits).toHaveLength(1);
  });
});

describe('flows whose opening was not seen', () => {
  const segments = (talk: Conversation): Uint8Array[] => [
    talk.client(ATTACK.slice(0, 9)),
    talk.client(ATTACK.slice(9)),
  ];

  it('are not read as streams by default, packets with contents still are', () => {
    expect(feed(engineOf([LOG4SHELL]), segments(new Conversation())).hits).toEqual([]);
    const raw = 'alert tcp any any -> any any (content:"jndi"; nocase; sid:1;)';
    expect(feed(engineOf([raw]), segments(new Conversation())).hits).toHaveLength(1);
  });

  it('with the midstream option, an answer that was not seen is no obstacle', () => {
    const talk = new Conversation();
    const [syn] = talk.open();
    const engine = engineOf([LOG4SHELL], { limits: { midstream: true } });
    expect(feed(engine, [syn!, talk.client(ATTACK)]).verdicts).toEqual(['pass', 'drop']);
  });

  it('are read from the first segment on with the midstream option', () => {
    const engine = engineOf([LOG4SHELL], { limits: { midstream: true } });
    expect(feed(engine, segments(new Conversation())).verdicts).toEqual(['pass', 'drop']);
  });
});

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

/** Cuts of a text, each piece possibly sent twice, in any order that a receiver can put right. */
const delivery = fc.record({
  cuts: fc.array(fc.nat(400), { maxLength: 12 }),
  order: fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }),
  twice: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
});

describe('any segmentation, order and repetition', () => {
  const request =
    'POST /a/./b%2e%2e/.%2E/\x24{jndi:x}/c?d=%24 HTTP/1.1\r\nHost: h\r\nUser-Agent: () { :; }\r\n' +
    'Transfer-Encoding: chunked\r\n\r\n5\r\ncmd=c\r\n10\r\nat /etc/passwd&x\r\n0\r\n\r\nEVIL of CODE';
  const texts = [LOG4SHELL, SHELLSHOCK, TRAVERSAL, BODY, RAW];

  it('gives the hits of the whole', () => {
    const whole = new Conversation();
    const expected = feed(engineOf(texts, { mode: 'tap' }), [
      ...whole.open(),
      whole.client(request),
    ]).hits.map(({ sid }) => sid);
    expect([...expected].sort()).toEqual([9001, 9002, 9003, 9004, 9005]);
    fc.assert(
      fc.property(delivery, ({ cuts, order, twice }) => {
        const talk = new Conversation();
        const opening = talk.open();
        const places = [...new Set([0, ...cuts.map((cut) => cut % request.length), request.length])].sort(
          (a, b) => a - b,
        );
        const pieces = places
          .slice(1)
          .map((end, at) => talk.clientAt(places[at]!, request.slice(places[at], end)));
        const sent = [...pieces.entries()]
          .flatMap(([at, piece]) =>
            twice[at]
              ? [
                  { piece, key: order[at]! },
                  { piece, key: order[at + 10]! },
                ]
              : [{ piece, key: order[at]! }],
          )
          .sort((a, b) => a.key - b.key)
          .map(({ piece }) => piece);
        const { hits } = feed(engineOf(texts, { mode: 'tap' }), [...opening, ...sent]);
        expect(hits.map(({ sid }) => sid).sort()).toEqual([...expected].sort());
      }),
      { numRuns: 300 },
    );
  });

  it('inline, nothing that completes an attack is let through', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 12 }), (cuts) => {
        const talk = new Conversation();
        const engine = engineOf([LOG4SHELL]);
        const places = [...new Set([0, ...cuts.map((cut) => cut % ATTACK.length), ATTACK.length])].sort(
          (a, b) => a - b,
        );
        feed(engine, talk.open());
        const verdicts = places
          .slice(1)
          .map((end, at) => engine.inspect(talk.client(ATTACK.slice(places[at], end)), 0).verdict);
        const lineEnd = ATTACK.indexOf('\n') + 1;
        for (const [at, verdict] of verdicts.entries())
          expect(verdict).toBe(places[at + 1]! >= lineEnd ? 'drop' : 'pass');
      }),
    );
  });
});

describe('hostile input', () => {
  it('random datagrams never throw, whatever the mode', () => {
    const engine = engineOf([LOG4SHELL, BODY, RAW, 'alert ip any any -> any any (content:"a"; sid:1;)']);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }),
        fc.constantFrom(0x45, 0x46, 0x60, null),
        (bytes, first) => {
          if (first !== null && bytes.length > 0) bytes[0] = first;
          expect(['pass', 'drop']).toContain(engine.inspect(bytes, 0).verdict);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('random payloads of a real flow never throw', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 60 }),
            fc.constantFrom(
              'GET ',
              '/%u00',
              ' HTTP/1.1',
              '\r\n',
              'Transfer-Encoding: chunked\r\n\r\n',
              'ffffffff\r\n',
            ),
          ),
          { maxLength: 20 },
        ),
        (pieces) => {
          const talk = new Conversation();
          const engine = engineOf([LOG4SHELL, SHELLSHOCK, BODY, RAW]);
          feed(engine, talk.open());
          for (const piece of pieces) engine.inspect(talk.client(piece), 0);
          expect(engine.counts().packets).toBe(pieces.length + 3);
        },
      ),
    );
  });
});

it('counts what it saw', () => {
  const talk = new Conversation();
  const engine = engineOf([LOG4SHELL]);
  const datagrams = [...talk.open(), talk.client(ATTACK), talk.clientAt(0, '', ACK), new Uint8Array([0x45])];
  feed(engine, datagrams);
  const bytes = datagrams.reduce((sum, { length }) => sum + length, 0);
  expect(engine.counts()).toEqual({
    packets: 6,
    bytes,
    tcpFlows: 1,
    udpFlows: 0,
    fragments: 0,
    malformed: 1,
    dropped: 3,
  });
});
