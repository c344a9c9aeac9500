import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemEventTitle } from './system-titles.ts';

/** How sources name a system event: beside its number, as a row of number, severity and title, or as a collection. */
const NAMED = [
  /number: \d+[^}]*?title: '([^']+)'/g,
  /\b\d{3,4}, '(?:info|warning|error)', '([^']+)'/g,
  /title: '([^']+)', created: /g,
];

const recorded = (): ReadonlySet<string> => {
  const sources = globSync('{functions,shared/http,shared/table}/**/*.ts', { exclude: ['**/*.test.ts'] });
  const found = sources.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return NAMED.flatMap((named, i) =>
      [...text.matchAll(named)].flatMap(([, title = '']) =>
        i === 2 ? ['Created', 'Deleted', 'Updated'].map((deed) => `${title} ${deed}`) : [title],
      ),
    );
  });
  return new Set(found);
};

describe('the title of a system event', () => {
  it.each([
    ['Computer Created', 'コンピュータの作成'],
    ['Recommendation Scan Completed', '推奨設定の検索の完了'],
    ['Of Tomorrow Created', 'Of Tomorrow Created'],
    ['constructor', 'constructor'],
    ['constructor Created', 'constructor Created'],
  ])('%s is %s in Japanese', (title, japanese) => {
    expect(systemEventTitle(title, 'ja')).toBe(japanese);
    expect(systemEventTitle(title, 'en')).toBe(title);
  });

  it('is Japanese for everything that the service records', () => {
    const titles = [...recorded()];
    expect(titles.length).toBeGreaterThan(90);
    expect(titles.filter((title) => !/[ぁ-ん一-龠ァ-ヶ]/u.test(systemEventTitle(title, 'ja')))).toEqual([]);
  });
});
