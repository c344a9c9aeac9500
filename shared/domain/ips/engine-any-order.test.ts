import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conversation } from './testing/conversation.ts';
import {
  ATTACK,
  BODY,
  engineOf,
  feed,
  LOG4SHELL,
  RAW,
  SHELLSHOCK,
  TRAVERSAL,
} from './testing/engine-feed.ts';

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
