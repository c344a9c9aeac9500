import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullEffort } from '../match/effort.ts';
import { bytesOf } from '../testing/conversation.ts';
import { compileRegex } from './regex.ts';

const FLAGS = { ignoreCase: false, dotAll: false, multiline: false, extended: false, dollarEndOnly: false };

function find(source: string, subject: string, flags = ''): string | null {
  const compiled = compileRegex(source, {
    ...FLAGS,
    ignoreCase: flags.includes('i'),
    dotAll: flags.includes('s'),
    multiline: flags.includes('m'),
    extended: flags.includes('x'),
    dollarEndOnly: flags.includes('E'),
  });
  if (!compiled.ok) throw new Error(compiled.reason);
  const { regex } = compiled;
  return regex.search(bytesOf(subject), 0, 0, subject.length, fullEffort())
    ? subject.slice(regex.matchStart, regex.matchEnd)
    : null;
}

describe('expressions over bytes', () => {
  it.each([
    ['a.c', 'xabcx', '', 'abc'],
    ['a.c', 'a\nc', '', null],
    ['a.c', 'a\rc', '', 'a\rc'],
    ['a.c', 'a\nc', 's', 'a\nc'],
    ['ABC', 'xabcx', 'i', 'abc'],
    ['\\xe0', '\xc0', 'i', null],
    ['[^a-c\\d]+', 'ab1xyz2', '', 'xyz'],
    ['[[:alpha:]_-]+', '12ab_c-d3', '', 'ab_c-d'],
    ['[]a]+', 'x]a]', '', ']a]'],
    ['\\x2f\\x{2F}\\057', '///', '', '///'],
    ['a{2,3}', 'aaaa', '', 'aaa'],
    ['a{2,3}?', 'aaaa', '', 'aa'],
    ['a{,3}', 'a{,3}', '', 'a{,3}'],
    ['(ab){2}', 'xababab', '', 'abab'],
    ['(?:a|ab)(?:c|bcd)(d*)', 'abcd', '', 'abcd'],
    ['a++a', 'aaa', '', null],
    ['(?>a+)a', 'aaa', '', null],
    ['(a+)\\1', 'aaaaa', '', 'aaaa'],
    ['(?P<q>["\']).*?(?P=q)', 'x"y\'z"w', '', '"y\'z"'],
    ['foo(?=bar)', 'foobaz foobar', '', 'foo'],
    ['foo(?!bar)...', 'foobar foobaz', '', 'foobaz'],
    ['(?<=\\/)x', 'x/x', '', 'x'],
    ['(?<!a|bb)x', 'ax bbx cx', '', 'x'],
    ['^b', 'a\nb', '', null],
    ['^b', 'a\nb', 'm', 'b'],
    ['a$', 'a\n', '', 'a'],
    ['a$', 'a\n', 'E', null],
    ['a$', 'a\r\nb', 'm', null],
    ['a$', 'a\nb', 'm', 'a'],
    ['\\bcat\\b', 'concat cat', '', 'cat'],
    ['(?i)AbC(?-i)d', 'aBcd', '', 'aBcd'],
    ['(?i:a)b', 'AB', '', null],
    ['a b # comment\n c', 'abc', 'x', 'abc'],
    ['\\Qa.b\\E+', 'a.bbb', '', 'a.bbb'],
    ['(?:)*a', 'a', '', 'a'],
    ['(a*)*b', 'aab', '', 'aab'],
    ['\\s', '\xa0', '', null],
    ['é', 'Ã©', '', 'Ã©'],
  ])('%s on %j %s', (source, subject, flags, expected) => {
    expect(find(source, subject, flags)).toBe(expected);
  });

  it.each([
    '(',
    ')',
    'a)',
    '*a',
    '[a',
    '(?<=a+)b',
    '\\p{L}',
    '(?R)',
    '(*FAIL)',
    '[z-a]',
    '\\x{100}',
    'a{3,2}',
    '(?P=nope)',
  ])('refuses %s with a reason', (source) => {
    const compiled = compileRegex(source, FLAGS);
    expect(compiled.ok ? '' : compiled.reason).toMatch(/pcre/);
  });

  it('agrees with the built-in engine where both speak the same language', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(?:ab|b)', '(a|b)');
    const piece = fc
      .tuple(atom, fc.constantFrom('', '*', '+?', '?', '{1,2}', '*?'))
      .map((parts) => parts.join(''));
    const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    const subject = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(source, subject, (expression, text) => {
        expect(find(expression, text)).toBe(new RegExp(expression).exec(text)?.[0] ?? null);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives up on an expression that would backtrack for ever', () => {
    expect(find('(a+)+$', `${'a'.repeat(5000)}b`)).toBeNull();
    expect(find('(?:a|a)*c', 'a'.repeat(60_000))).toBeNull();
    expect(find('(.*)(.*)(.*)(.*)x', 'y'.repeat(60_000))).toBeNull();
  });

  it('random expressions never throw', () => {
    const token = fc.constantFrom(
      'a',
      '(',
      ')',
      '[',
      ']',
      '{2,',
      '}',
      '*',
      '+',
      '?',
      '\\',
      '^',
      '$',
      '|',
      '(?',
      '<',
      '=',
      ':',
      '-',
      '\\x',
      '.',
      'P',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
        const compiled = compileRegex(tokens.join(''), FLAGS);
        if (compiled.ok) compiled.regex.search(bytesOf('aaaa((]]'), 0, 0, 8, fullEffort());
        else expect(compiled.reason).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });
});
