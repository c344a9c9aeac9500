import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from './compile.ts';

function compile(text: string) {
  return compileRule({ ruleID: 5, text }, 0);
}

const HEADER = 'alert tcp any any -> any any';

describe('refusals name what is not supported', () => {
  it.each([
    ['', 'rule is not of the form: header (options)'],
    ['alert tcp any any -> any any', 'rule is not of the form: header (options)'],
    [
      'alert tcp any any any any (sid:1;)',
      'header must be: action protocol source ports direction destination ports',
    ],
    ['alert tcp any any <- any any (sid:1;)', 'direction <- is not -> or <>'],
    ['log tcp any any -> any any (sid:1;)', 'action log is not supported'],
    ['alert smtp any any -> any any (sid:1;)', 'protocol smtp is not supported'],
    [`${HEADER} (byte_test:1,>,2,0; sid:1;)`, 'keyword byte_test is not supported'],
    [`${HEADER} (file_data; content:"a"; sid:1;)`, 'keyword file_data is not supported'],
    [`${HEADER} (content:"a")`, 'the last option does not end with a semicolon'],
    [`${HEADER} (content:"a; sid:1;)`, 'a quote does not close'],
    [`${HEADER} (content:"a";)`, 'rule has no sid'],
    [`${HEADER} (content:"|4|"; sid:1;)`, 'content |4| is not hex'],
    [`${HEADER} (content:""; sid:1;)`, 'content is empty'],
    [`${HEADER} (nocase; sid:1;)`, 'nocase does not follow a content'],
    [`${HEADER} (content:"abc"; depth:2; sid:1;)`, 'depth is smaller than the content'],
    [`${HEADER} (content:"abc"; within:2; sid:1;)`, 'within is smaller than the content'],
    [`${HEADER} (content:"a"; offset:x; sid:1;)`, 'offset:x is not a number in range'],
    [`${HEADER} (flow:established,sideways; sid:1;)`, 'flow:sideways is not supported'],
    [`${HEADER} (pcre:"/a/G"; sid:1;)`, 'pcre flag G is not supported'],
    [`${HEADER} (pcre:"/(a/"; sid:1;)`, 'a ( of the pcre does not close'],
    ['alert tcp 1.2.3.400 any -> any any (sid:1;)', 'address 1.2.3.400 is not an address or network'],
    ['alert tcp any any -> any [1:2,x] (sid:1;)', 'port x is not a number or range'],
    [
      'alert udp any any -> any any (http.uri; content:"a"; sid:1;)',
      'http keywords need protocol http or tcp',
    ],
    [
      'alert http any any -> any any (flow:to_client; http.header; content:"a"; sid:1;)',
      'http keywords on responses (flow:to_client) are not supported',
    ],
  ])('%s', (text, reason) => {
    expect(compile(text)).toMatchObject({ ok: false, reason });
  });

  it('keeps the sid of a refused rule', () => {
    expect(compile('alert tcp any any -> any any (lua:x; sid:77;)')).toEqual({
      ok: false,
      sid: 77,
      reason: 'keyword lua is not supported',
    });
  });
});

describe('where a rule is looked for', () => {
  it.each([
    ['alert tcp any any -> any any (content:"a"; sid:1;)', { packet: false, stream: true, http: false }],
    [
      'alert tcp any any -> any any (content:"a"; depth:5; sid:1;)',
      { packet: true, stream: true, http: false },
    ],
    [
      'alert tcp any any -> any any (content:"a"; startswith; sid:1;)',
      { packet: true, stream: true, http: false },
    ],
    ['alert tcp-pkt any any -> any any (content:"a"; sid:1;)', { packet: true, stream: false, http: false }],
    [
      'alert tcp any any -> any any (flow:only_stream; content:"a"; depth:5; sid:1;)',
      { packet: false, stream: true, http: false },
    ],
    [
      'alert tcp any any -> any any (flow:no_stream; content:"a"; sid:1;)',
      { packet: true, stream: false, http: false },
    ],
    ['alert tcp any any -> any any (flags:S; sid:1;)', null],
    ['alert tcp any any -> any any (sid:1;)', { packet: true, stream: false, http: false }],
    ['alert udp any any -> any any (content:"a"; sid:1;)', { packet: true, stream: false, http: false }],
    ['alert http any any -> any any (content:"a"; sid:1;)', { packet: false, stream: true, http: false }],
    [
      'alert http any any -> any any (http.uri; content:"a"; sid:1;)',
      { packet: false, stream: false, http: true },
    ],
    [
      'alert tcp any any -> any any (content:"a"; http_uri; sid:1;)',
      { packet: false, stream: false, http: true },
    ],
  ])('%s', (text, scope) => {
    const result = compile(text);
    expect(result.ok ? result.rule.scope : null).toEqual(scope);
  });

  it('the fast pattern is the marked content, else the longest one that must occur', () => {
    const fast = (options: string): unknown => {
      const result = compile(`${HEADER} (${options} sid:1;)`);
      const bytes = result.ok ? result.rule.fast?.bytes : undefined;
      return bytes === undefined ? null : String.fromCharCode(...bytes);
    };
    expect(fast('content:"LONGER"; content:"ab"; fast_pattern;')).toBe('ab');
    expect(fast('content:"LONGER"; content:"ab";')).toBe('longer');
    expect(fast('content:!"LONGER"; content:"ab";')).toBe('ab');
    expect(fast('content:!"LONGER";')).toBeNull();
  });

  it('steps keep their order within a buffer', () => {
    const result = compile(
      'alert http any any -> any any (http.uri; content:"a"; http.method; content:"GET"; http.uri; content:"b"; distance:0; sid:1;)',
    );
    expect(result.ok ? result.rule.groups.map(({ buffer, steps }) => [buffer, steps.length]) : null).toEqual([
      ['http.uri', 2],
      ['http.method', 1],
    ]);
  });
});

it('actions: reject is reset, an override wins, pass stays pass', () => {
  const action = (text: string, override?: 'alert' | 'drop' | 'reset') => {
    const result = compileRule(
      { ruleID: 1, text, ...(override === undefined ? {} : { action: override }) },
      0,
    );
    return result.ok ? result.rule.action : null;
  };
  const rule = (name: string): string => `${name} tcp any any -> any any (content:"a"; sid:1;)`;
  expect(action(rule('reject'))).toBe('reset');
  expect(action(rule('drop'))).toBe('drop');
  expect(action(rule('drop'), 'alert')).toBe('alert');
  expect(action(rule('pass'), 'drop')).toBe('pass');
});

it('random rule texts never throw', () => {
  const token = fc.constantFrom(
    'alert ',
    'tcp ',
    'any ',
    '-> ',
    '(',
    ')',
    'content:',
    '"',
    '|',
    ';',
    '\\',
    '!',
    'sid:1;',
    '[',
    ']',
    '$X ',
    '1:',
    'pcre:"/',
    '/i";',
    'http.uri;',
    'é',
    '\u{1F600}',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
      for (const text of [tokens.join(''), `alert tcp any any -> any any (${tokens.join('')}sid:1;)`]) {
        const result = compile(text);
        expect(result.ok || result.reason.length > 0).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});
