import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applicationTypes } from '../../ips/catalogue/application-types/index.ts';
import { type Collected, collector } from './collect.ts';
import { emptyRegistry, identify } from './identify.ts';

const collect = (...lines: string[]): Collected => {
  const rules = collector('feed', identify(emptyRegistry), applicationTypes);
  for (const text of lines) rules.take({ text }, 'a.rules');
  return rules.collected();
};

const web = (options: string, head = 'alert http $EXTERNAL_NET any -> $HTTP_SERVERS any'): string =>
  `${head} (msg:"Probe"; flow:established,to_server; http.uri; content:"/probe"; ${options})`;

const only = (line: string) => {
  const [rule] = collect(line).rules;
  if (!rule) throw new Error('not taken');
  return rule;
};

describe('a rule becomes ours', () => {
  it('with name, CVEs, dates, severity and its text', () => {
    const text = web(
      'reference:cve,2021-44228; reference:url,example.com/a; classtype:attempted-admin; sid:2034647; rev:2; metadata:affected_product Apache_HTTP_server, created_at 2021_12_10, cve CVE_2021_45046, confidence High, signature_severity Critical, updated_at 2021_12_12;',
    );
    expect(only(text)).toEqual({
      ID: 2034647,
      identifier: '2034647',
      name: 'Probe',
      description: 'Attempted administrator privilege gain. Concerns Apache HTTP server. See example.com/a.',
      applicationTypeID: 1,
      priority: 'normal',
      severity: 'critical',
      type: 'vulnerability',
      CVE: ['CVE-2021-44228', 'CVE-2021-45046'],
      CVSSScore: '',
      originalIssue: Date.UTC(2021, 11, 10),
      lastUpdated: Date.UTC(2021, 11, 12),
      signatures: [text],
      action: 'reset',
      detectOnly: false,
      source: 'feed',
      revision: 2,
      behaviour: 'prevent',
      because: 'it names an attack, and its source is sure of it',
    });
  });

  it.each([
    ['PHP', web('sid:5000;').replace('Probe', 'WordPress plug-in'), 2],
    ['a port of a type', web('sid:5000;', 'alert http any any -> $HOME_NET 8983'), 117],
    ['all ports of a type', 'alert tcp any any -> $HOME_NET [139,445] (content:"a"; sid:5000;)', 202],
    ['a port that no type holds', 'alert tcp any any -> $HOME_NET 4786 (content:"a"; sid:5000;)', 599],
    ['no port', 'alert tcp any any -> $HOME_NET any (content:"a"; sid:5000;)', 599],
    ['a protocol', 'alert dns any any -> any any (content:"a"; sid:5000;)', 300],
    [
      'going out',
      'alert http $HOME_NET any -> $EXTERNAL_NET any (content:"a"; flow:to_server; sid:5000;)',
      500,
    ],
    [
      'an answer of ours',
      'alert http $HTTP_SERVERS any -> $EXTERNAL_NET any (content:"a"; flow:to_client; sid:5000;)',
      1,
    ],
    [
      'an answer to us',
      'alert tcp $EXTERNAL_NET any -> $HOME_NET any (content:"a"; flow:to_client; sid:5000;)',
      600,
    ],
  ])('application type by %s', (_by, text, typeID) => {
    expect(only(text).applicationTypeID).toBe(typeID);
  });

  it('and stays when the engine cannot run it, with the reason', () => {
    expect(only(web('flowbits:set,a; sid:5000;')).unsupported).toBe('keyword flowbits is not supported');
  });
});

describe('lines', () => {
  it('that are switched off are counted and not offered', () => {
    const { rules, switchedOff, read } = collect(`#${web('sid:5000;')}`, '# a comment (alert)', '');
    expect({ rules, switchedOff, read }).toEqual({ rules: [], switchedOff: 1, read: 0 });
  });

  it('that are bad are refused alone, with the reason', () => {
    const found = collect(
      'alert tcp broken',
      web('sid:0;'),
      web('sid:5001;'),
      `${web('sid:5002;').slice(0, -1)}`,
    );
    expect(found.rules.map(({ ID }) => ID)).toEqual([5001]);
    expect(found.refused.map(({ count }) => count)).toEqual([2, 1]);
  });

  it('with the same sid: the higher revision counts, once', () => {
    const found = collect(web('sid:5000; rev:2;'), web('sid:5000; rev:3;'), web('sid:5000; rev:1;'));
    expect(found.rules.map(({ revision }) => revision)).toEqual([3]);
    expect(found.files).toEqual({ 'a.rules': 1 });
  });

  it('of any kind never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
        collect(noise, `alert ${noise}`, web(noise), web(`metadata:${noise}; sid:77777;`));
      }),
    );
  });

  it('nested however deep are refused, not followed', () => {
    const deep = `alert tcp ${'['.repeat(4000)}any${']'.repeat(4000)} any -> any any (content:"a"; sid:5000;)`;
    expect(only(deep).unsupported).toMatch(/nested deeper/);
  });

  it('beyond any real number end the source', () => {
    const rules = collector('feed', identify(emptyRegistry), applicationTypes, 2);
    const taken = [5000, 5001, 5002].map((sid) => rules.take({ text: web(`sid:${sid};`) }, 'a').ok);
    expect(taken).toEqual([true, true, false]);
  });
});
