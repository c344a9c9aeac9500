import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];

/** Files between backquotes. A page may shorten one: it is then looked for from the file before it upwards. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`([\w@.-]+(?:\/[\w@.-]+)*\.ts)`/g)].map(([, name = '']) => name);

const resolveFrom = (name: string, before: string): string | undefined => {
  if (existsSync(join(root, name))) return name;
  for (let folder = dirname(before); folder !== '.'; folder = dirname(folder)) {
    if (existsSync(join(root, folder, name))) return join(folder, name);
  }
  return undefined;
};

const missingIn = (text: string): string[] => {
  let before = '.';
  return namedIn(text).filter((name) => {
    const found = resolveFrom(name, before);
    before = found ?? before;
    return found === undefined;
  });
};

it('finds a file that is not there, and one that is named short', () => {
  expect(missingIn('`shared/domain/ips/engine.ts`, `stream/reassemble.ts`, `gone.ts`')).toEqual(['gone.ts']);
});

it.each(pages)('%s names files that exist, and links to pages that do', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  expect(missingIn(text)).toEqual([]);
  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

it('README names every function', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const folders = readdirSync(join(root, 'functions'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
