import { describe, expect, it } from 'vitest';
import { compileSignatures, createEngine, type Engine, type EngineOptions } from '../engine.ts';
import { ACK, Conversation, SYN } from '../testing/conversation.ts';

const RULE =
  'drop http any any -> any any (flow:established,to_server; http.uri; content:"/etc/passwd"; sid:1;)';
const ATTACK = 'GET /etc/passwd HTTP/1.1\r\n\r\n';

function engineOf(limits: EngineOptions['limits'] = {}): Engine {
  const rules = compileSignatures([{ ruleID: 1, text: RULE }]);
  return createEngine({
    rules,
    mode: 'inline',
    behaviour: 'prevent',
    limits: { midstream: true, ...limits },
  });
}

const verdicts = (engine: Engine, datagrams: readonly Uint8Array[], toServer?: boolean): string[] =>
  datagrams.map((datagram) => engine.inspect(datagram, 1000, toServer).verdict);

describe('who the server is, when the opening was not seen', () => {
  it('is told by the caller, not by a port that a client may choose', () => {
    const talk = new Conversation({ clientPort: 79, serverPort: 8080 });
    expect(engineOf().inspect(talk.client(ATTACK), 0, true).verdict).toBe('drop');
  });

  it('is told by an answer to a SYN', () => {
    const talk = new Conversation({ clientPort: 79, serverPort: 8080 });
    const [, synAck] = talk.open();
    expect(verdicts(engineOf(), [synAck!, talk.client(ATTACK)])).toEqual(['pass', 'drop']);
  });

  it('is told anew by a SYN: a stray segment ahead of it does not turn the connection round', () => {
    const stray = new Conversation({ clientPort: 79, serverPort: 8080, clientStart: 77 });
    const talk = new Conversation({ clientPort: 79, serverPort: 8080 });
    const engine = engineOf();
    engine.inspect(stray.client('x'), 0);
    expect(verdicts(engine, [...talk.open(), talk.client(ATTACK)]).at(-1)).toBe('drop');
  });
});

describe('where the streams begin', () => {
  it('a second SYN cannot hide which one the server answers: its answer is held back until it is asked for again', () => {
    const engine = engineOf();
    const old = new Conversation();
    verdicts(engine, [...old.open(), old.client(`GET /${'a'.repeat(200)} HTTP/1.1\r\n\r\n`)]);
    verdicts(engine, [old.ackFromServer(), old.clientAt(0, '', 4 | ACK)]);
    const talk = new Conversation();
    talk.serverNext = 90_000;
    const [syn, synAck] = talk.open();
    const decoy = talk.clientAt(555_000, '', SYN);
    expect(verdicts(engine, [syn!, decoy, synAck!])).toEqual(['pass', 'pass', 'drop']);
    expect(verdicts(engine, [syn!, synAck!, talk.client(ATTACK)])).toEqual(['pass', 'pass', 'drop']);
  });

  it('an answer sent again changes nothing', () => {
    const engine = engineOf();
    const talk = new Conversation();
    const [syn, synAck, ack] = talk.open();
    const sent = [
      syn!,
      synAck!,
      ack!,
      talk.client(ATTACK.slice(0, 9)),
      synAck!,
      talk.client(ATTACK.slice(9)),
    ];
    expect(verdicts(engine, sent)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass', 'drop']);
  });

  it('a connection picked up at a segment out of order is read from the earlier one', () => {
    const talk = new Conversation();
    const late = talk.clientAt(9, ATTACK.slice(9));
    const first = talk.clientAt(0, ATTACK.slice(0, 9));
    expect(verdicts(engineOf(), [late, first], true)).toEqual(['pass', 'drop']);
  });

  it('what the server has already acknowledged is not read once more', () => {
    const engine = engineOf();
    const talk = new Conversation();
    talk.client('GET /old HTTP/1.1\r\n\r\n');
    engine.inspect(talk.ackFromServer(), 0, false);
    expect(verdicts(engine, [talk.clientAt(-8, 'lost end'), talk.client(ATTACK)], true)).toEqual([
      'pass',
      'drop',
    ]);
  });
});

describe('a full table', () => {
  const syn = (clientPort: number): Uint8Array => new Conversation({ clientPort }).open()[0]!;

  it('gives the place of a client that never went on to a new one', () => {
    const engine = engineOf({ tcpFlows: 2 });
    engine.inspect(syn(1), 0);
    engine.inspect(syn(2), 0);
    expect(engine.inspect(syn(3), 500).verdict).toBe('drop');
    expect(engine.inspect(syn(3), 1500).verdict).toBe('pass');
    expect(engine.counts().tcpFlows).toBe(2);
  });

  it('keeps those that talk, and reads on one whose place was given away', () => {
    const engine = engineOf({ tcpFlows: 1 });
    const quiet = new Conversation({ clientPort: 1 });
    for (const datagram of quiet.open()) engine.inspect(datagram, 0);
    const talking = new Conversation({ clientPort: 2 });
    engine.inspect(quiet.client('GET / HTTP/1.1\r\n\r\n'), 0);
    expect(engine.inspect(talking.open()[0]!, 9000).verdict).toBe('drop');

    const other = engineOf({ tcpFlows: 1 });
    const evicted = new Conversation({ clientPort: 1 });
    other.inspect(evicted.open()[0]!, 0);
    other.inspect(syn(2), 2000);
    other.inspect(syn(3), 4000);
    expect(other.inspect(evicted.client(ATTACK), 9000, true).verdict).toBe('drop');
  });
});
