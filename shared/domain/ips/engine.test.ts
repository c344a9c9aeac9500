import { describe, expect, it } from 'vitest';
import { compileSignatures, createEngine } from './engine.ts';
import { ACK, Conversation, udpDatagram } from './testing/conversation.ts';
import { ATTACK, BODY, engineOf, feed, LOG4SHELL } from './testing/engine-feed.ts';

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
