import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

const usage = {
  name: 'try',
  summary: 'try something',
  options: {
    url: { value: 'URL', help: 'where', required: true },
    state: { value: 'DIR', help: 'state' },
    json: { help: 'as JSON' },
  },
} as const;

const read = (...words: string[]) => {
  const out: string[] = [];
  const error: string[] = [];
  const result = readOptions(usage, words, {
    out: (line) => out.push(line),
    error: (line) => error.push(line),
  });
  return { result, out: out.join('\n'), error: error.join('\n') };
};

it('reads values in both forms, and switches', () => {
  const { result } = read('--url', 'https://x', '--state=/tmp/y', '--json');
  expect(result).toMatchObject({ ok: true, options: { url: 'https://x', state: '/tmp/y' } });
  expect(result.ok && result.switches.has('json')).toBe(true);
});

it.each([
  [['--urk', 'x', '--url', 'y'], 'There is no option --urk. Did you mean --url?'],
  [['--url', 'y', '--colour', 'z'], 'There is no option --colour.'],
  [['--url'], '--url needs its URL.'],
  [[], '--url is missing.'],
  [['--url', 'a', '--url', 'b'], '--url is given twice.'],
  [['--url', 'a', 'more'], '"more" is not expected here.'],
])('names the mistake in %o and tells the right options', (words, message) => {
  const { result, error } = read(...words);
  expect(result).toEqual({ ok: false, exitCode: 2 });
  expect(error).toContain(message);
  expect(error).toContain('--state DIR');
});

it('tells its options when asked and ends well', () => {
  const { result, out, error } = read('--help');
  expect(result).toEqual({ ok: false, exitCode: 0 });
  expect(out).toContain('--url URL');
  expect(error).toBe('');
});
