import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/conversation.ts';
import { normaliseUri } from './uri.ts';

function normalise(uri: string): string {
  const bytes = bytesOf(`<${uri}>`);
  return String.fromCharCode(...normaliseUri(bytes, 1, bytes.length - 1));
}

describe('the URI rules see', () => {
  it.each([
    ['/index.html?a=b', '/index.html?a=b'],
    ['/%61%2Fb', '/a/b'],
    ['/a//b///c', '/a/b/c'],
    ['/a/./b/.', '/a/b/'],
    ['/a/../b', '/b'],
    ['/a/b/..', '/a/'],
    ['/../../etc/passwd', '/etc/passwd'],
    ['/cgi-bin/.%2e/%2e%2e/etc/passwd', '/etc/passwd'],
    ['/a\\b\\..\\c', '/a/c'],
    ['/a%5cb', '/a/b'],
    ['/%252e', '/%2e'],
    ['/%u0041%U0042', '/AB'],
    ['/%uff0f%u2215', '/?'],
    ['/%zz%4', '/%zz%4'],
    ['/a%', '/a%'],
    ['/a;b=c/d', '/a;b=c/d'],
    ['/x?%3Cscript%3E//a/../b\\c', '/x?<script>//a/../b\\c'],
    ['/x?%u0041', '/x?%u0041'],
    ['/x#%41', '/x#A'],
    ['http://user@host:80/a?b', '/a?b'],
    ['http://host', ''],
    ['*', '*'],
    ['./a', 'a'],
    ['../a', 'a'],
    ['', ''],
    ['/.hidden/..x/...', '/.hidden/..x/...'],
    ['/a%00b', '/a\x00b'],
  ])('%s', (uri, expected) => {
    expect(normalise(uri)).toBe(expected);
  });

  it('a path without percent signs is normal after one pass', () => {
    const path = fc
      .array(fc.constantFrom('/', '.', '..', 'a', '\\', '//'), { maxLength: 12 })
      .map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(path, (uri) => {
        expect(normalise(normalise(uri))).toBe(normalise(uri));
      }),
    );
  });

  it('encoding every byte of a path changes nothing', () => {
    const path = fc
      .array(fc.constantFrom('/', '.', '..', 'a', 'b', '-'), { maxLength: 10 })
      .map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(path, (uri) => {
        const encoded = [...uri.slice(1)].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
        expect(normalise(`/${encoded}`)).toBe(normalise(uri));
      }),
    );
  });
});
