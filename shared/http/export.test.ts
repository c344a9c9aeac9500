import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../domain/csv-line.ts';
import { csvAnswer, ndjsonAnswer, wantedFormat } from './export.ts';
import type { Request } from './request.ts';

const cellOf = (value: Cell): string => csvAnswer([['a', () => value]], [0]).text.slice(3, -2);

describe('a cell of a table', () => {
  it.each<[string, Cell, string]>([
    ['nothing', undefined, ''],
    ['a number', -50, '-50'],
    ['text', '楓商事', '楓商事'],
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'say "x"', '"say ""x"""'],
    ['a line break', 'a\r\nb', '"a\r\nb"'],
    ['a formula', '=1+1', "'=1+1"],
    ['a command', '@SUM(A1)', "'@SUM(A1)"],
    ['a sign', '-2+3', "'-2+3"],
    ['a formula behind a blank', ' =1', "' =1"],
    ['a formula behind a tab', '\t=1', "'\t=1"],
    ['a formula with a comma', '=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['a formula in full width', '＝1', "'＝1"],
  ])('of %s', (_, value, expected) => {
    expect(cellOf(value)).toBe(expected);
  });

  it('is never taken for a formula or for two cells, whatever a tenant is called', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = cellOf(text);
        const inner = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect([text, `'${text}`]).toContain(inner);
        expect(inner).not.toMatch(/^[=+\-@\t\r]/);
        if (/[",\r\n]/.test(inner)) expect(cell).toMatch(/^"/);
      }),
    );
  });
});

it('has its headings first and says in the header where to go on', () => {
  const answer = csvAnswer(
    [
      ['day', (n: number) => n],
      ['name', () => 'x'],
    ],
    [1, 2],
    'abc',
  );
  expect(answer).toMatchObject({ text: 'day,name\r\n1,x\r\n2,x\r\n', next: 'abc' });
  expect(answer.contentType).toMatch(/^text\/csv; charset=utf-8/);
  expect(ndjsonAnswer([{ a: '\n' }, 2]).text).toBe('{"a":"\\n"}\n2\n');
});

it.each([
  [{}, {}, 'json'],
  [{ format: 'csv' }, {}, 'csv'],
  [{ format: 'json' }, { accept: 'text/csv' }, 'json'],
  [{}, { accept: 'text/csv, */*;q=0.1' }, 'csv'],
  [{}, { accept: 'application/x-ndjson' }, 'json'],
  [{}, { accept: '*/*' }, 'json'],
])('query %j and headers %j ask for %s of a route with CSV', (query, headers, expected) => {
  expect(wantedFormat({ query, headers } as unknown as Request, ['csv'])).toBe(expected);
});
