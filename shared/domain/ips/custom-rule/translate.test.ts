import { describe, expect, it } from 'vitest';
import { compileSignatures, createEngine } from '../engine.ts';
import { Conversation, udpDatagram } from '../testing/conversation.ts';
import type { CustomDefinition, Place } from './definition.ts';
import { translateCustomRule } from './translate.ts';

const WEB: Place = { protocol: 'tcp', direction: 'incoming' };
const ID = 10_000_001;
const ANY = 'tcp any any -> any any (content:"x";)';
const SIGNATURE = { template: 'signature', signature: 'evil' } as const;
const PATTERNS = { template: 'start-end-patterns', start: '<a', end: '>' } as const;

const translated = (definition: CustomDefinition, place = WEB): readonly string[] => {
  const texts = translateCustomRule(ID, definition, place);
  if (!texts.ok) throw new Error(texts.message);
  return texts.value;
};

/** The numbers of the texts that hit when a client sends this, and the server that. */
const hits = (definition: CustomDefinition, request: string, place = WEB, response = 'ok'): number[] => {
  const rules = compileSignatures(translated(definition, place).map((text) => ({ ruleID: ID, text })));
  const engine = createEngine({ rules, mode: 'inline', behaviour: 'detect' });
  const talk = new Conversation();
  return [
    ...talk.open(),
    talk.client(request),
    talk.ackFromServer(),
    talk.server(response),
    talk.ackFromClient(),
  ]
    .flatMap((datagram) => engine.inspect(datagram, 1000).hits)
    .map((hit) => hit.ruleID);
};

describe('a custom rule, carried out by the engine', () => {
  it.each<[string, CustomDefinition, string, boolean]>([
    ['finds its signature in any case', SIGNATURE, 'an EVIL thing', true],
    ['minds the case when told', { ...SIGNATURE, caseSensitive: true }, 'an EVIL thing', false],
    ['takes bytes in hex', { ...SIGNATURE, signature: 'a|00 ff|"b;' }, 'xxa\x00\xff"b;yy', true],
    ['takes a lone bar as it is', { ...SIGNATURE, signature: 'a|zz' }, 'a|zz', true],
    ['wants every pattern, in any order', { ...PATTERNS, patterns: ['one', 'two'] }, '<a two ONE>', true],
    ['all: misses one', { ...PATTERNS, patterns: ['one', 'two'] }, '<a one>two', false],
    ['any: one will do', { ...PATTERNS, patterns: ['one', 'two'], condition: 'any' }, '<a two>', true],
    ['any: but between', { ...PATTERNS, patterns: ['one', 'two'], condition: 'any' }, '<a > two>', false],
    ['none: nothing between', { ...PATTERNS, patterns: ['ok'], condition: 'none' }, '<a b>', true],
    ['none: one is between', { ...PATTERNS, patterns: ['ok'], condition: 'none' }, '<a ok>', false],
    ['none: waits for the end', { ...PATTERNS, patterns: ['ok'], condition: 'none' }, '<a b', false],
    ['start alone is enough', { ...PATTERNS, end: '', patterns: [] }, 'x<a', true],
    [
      'patterns without start and end',
      { template: 'start-end-patterns', patterns: ['a.c'] },
      'abc a.c',
      true,
    ],
    ['a point is a point', { template: 'start-end-patterns', patterns: ['a.c'] }, 'abc', false],
    [
      'custom: as it is written',
      { template: 'custom', customXML: '# mine\nalert tcp any any -> any any (content:"evil";)' },
      'evil',
      true,
    ],
    [
      'custom: in base64',
      { template: 'custom', customXML: btoa('alert tcp any any -> any any (content:"evil"; sid:7;)') },
      'evil',
      true,
    ],
  ])('%s', (_, definition, request, found) => {
    expect(hits(definition, request)).toEqual(found ? [ID] : []);
  });

  it('looks at what services receive, and at both sides of what clients say', () => {
    expect(hits(SIGNATURE, 'hello', WEB, 'evil')).toEqual([]);
    expect(hits(SIGNATURE, 'hello', { ...WEB, direction: 'outgoing' }, 'evil')).toEqual([ID]);
  });

  it('has a text for each transport of its application type', () => {
    const texts = translated(SIGNATURE, { ...WEB, protocol: 'tcp-udp' });
    expect(texts).toHaveLength(2);
    const rules = compileSignatures(texts.map((text) => ({ ruleID: ID, text })));
    const engine = createEngine({ rules, mode: 'inline', behaviour: 'prevent' });
    expect(engine.inspect(udpDatagram('evil'), 1000).verdict).toBe('drop');
  });
});

describe('a custom rule that cannot be loaded is refused', () => {
  it.each<[string, CustomDefinition, Place]>([
    ['applicationTypeID', SIGNATURE, { protocol: 'icmp', direction: 'incoming' }],
    ['signature', { template: 'signature' }, WEB],
    ['signature', { template: 'signature', signature: 'x'.repeat(4001) }, WEB],
    ['start', { template: 'start-end-patterns' }, WEB],
    ['condition', { ...PATTERNS, condition: 'none' }, WEB],
    ['condition', { ...PATTERNS, end: '', patterns: ['a'], condition: 'none' }, WEB],
    ['patterns', { ...PATTERNS, patterns: [''] }, WEB],
    ['patterns', { ...PATTERNS, patterns: Array.from({ length: 21 }, () => 'a') }, WEB],
    ['customXML', { template: 'custom' }, WEB],
    ['customXML', { template: 'custom', customXML: '<rule/>' }, WEB],
    ['customXML', { template: 'custom', customXML: 'alert tcp any any -> any any (lua:x.lua; sid:1;)' }, WEB],
    ['customXML', { template: 'custom', customXML: 'nonsense' }, WEB],
    ['customXML', { template: 'custom', customXML: `pass ${ANY}` }, WEB],
    ['customXML', { template: 'custom', customXML: `alert ${ANY}\ndrop ${ANY}` }, WEB],
    ['customXML', { template: 'custom', customXML: '#only words' }, WEB],
    ['customXML', { template: 'custom', customXML: 'x\n'.repeat(51) }, WEB],
  ])('by the member %s', (member, definition, place) => {
    expect(translateCustomRule(ID, definition, place)).toMatchObject({
      ok: false,
      kind: 'invalid',
      message: expect.stringMatching(`^${member}: `),
    });
  });
});
