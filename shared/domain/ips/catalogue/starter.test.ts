import { describe, expect, it } from 'vitest';
import { compileSignatures, createEngine } from '../engine.ts';
import { Conversation } from '../testing/conversation.ts';
import { starterRules } from './starter.ts';

const signatures = starterRules.flatMap(({ ID, signatures: texts, action }) =>
  texts.map((text) => ({ ruleID: ID, text, action })),
);
const compiled = compileSignatures(signatures);

/** The rules a stream of requests meets, and whether all of it got through. */
function send(stream: string, size = stream.length): { rules: number[]; passed: boolean } {
  const engine = createEngine({ rules: compiled, mode: 'inline', behaviour: 'prevent' });
  const talk = new Conversation({ serverPort: 8080 });
  const rules = new Set<number>();
  let passed = true;
  const inspect = (datagram: Uint8Array): void => {
    const { verdict, hits } = engine.inspect(datagram, 0);
    passed &&= verdict === 'pass';
    for (const { ruleID, reason } of hits) rules.add(reason ?? ruleID);
  };
  talk.open().forEach(inspect);
  for (let at = 0; at < stream.length; at += size) {
    inspect(talk.client(stream.slice(at, at + size)));
    inspect(talk.ackFromServer());
  }
  return { rules: [...rules], passed };
}

const get = (target: string, headers = ''): string => `GET ${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const post = (body: string, headers = ''): string =>
  `POST /form HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
const inChunks = (body: string, size: number): string => {
  const chunks = body.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
  return `POST /form HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${chunks
    .map((chunk) => `${chunk.length.toString(16)};x=y\r\n${chunk}\r\n`)
    .join('')}0\r\n\r\n`;
};
const percent = (plain: string): string =>
  [...plain].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const json = (plain: string): string =>
  [...plain].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

it('every signature compiles', () => {
  expect(compiled.refused).toEqual([]);
});

/** Forms that were seen in the wild or published as ways past a filter. */
const LOOKUPS = [
  '${jndi:ldap://a/b}',
  '${JNDI:DNS://a/b}',
  '${${lower:j}ndi:ldap://a/b}',
  '${${lower:j}${upper:n}${lower:d}${upper:i}:${lower:r}mi://a/b}',
  '${${lower:jnd}i:ldap://a/b}',
  '${${lower:${lower:jndi}}:ldap://a/b}',
  '${${::-j}${::-n}${::-d}${::-i}:${::-r}${::-m}${::-i}://a/b}',
  '${${:::::::::-j}ndi:ldap://a/b}',
  '${${env:BARFOO:-j}ndi${env:BARFOO:-:}${env:BARFOO:-l}dap${env:BARFOO:-:}//a/b}',
  '${${env:ENV_NAME:-j}n${env:ENV_NAME:-d}i:ldap://a/b}',
  '${jnd${upper:ı}:ldap://a/b}'.replace('ı', '\xc4\xb1'),
  '${jnd${sys:SYS_NAME:-i}:ldap://a/b}',
  '${j${k8s:k5:-ND}i${sd:k5:-:}ldap://a/b}',
  '${j${main:\\k5:-Nd}i${spring:k5:-:}ldap://a/b}',
  '${j${sys:k5:-nD}${lower:i${web:k5:-:}}ldap://a/b}',
  "${${date:'j'}${date:'n'}${date:'d'}${date:'i'}:ldap://a/b}",
  '${${what:ever:-j}${some:thing:-n}${other:thing:-d}${and:last:-i}:ldap://a/b}',
  '${j${:-}nd${lower:}i:ldap://a/b}',
  '${jndi${nagli:-:}ldap:${::-/}/a/b}',
  `\${${'${lower:'.repeat(4)}jndi${'}'.repeat(4)}:ldap://a/b`,
] as const;

describe.each(LOOKUPS)('Log4Shell %s', (lookup) => {
  const uri = lookup.replaceAll('\xc4\xb1', '%c4%b1').replaceAll(' ', '%20');
  it.each([
    ['in a header', get('/', `X-Api-Version: ${lookup}\r\n`)],
    ['in the address', get(`/?q=${uri}`)],
    ['in the address, encoded', get(`/?q=${percent(lookup)}`)],
    ['in the address, encoded twice', get(`/?q=${percent(lookup).replaceAll('%', '%25')}`)],
    ['in the address, braces encoded', get(`/?q=${uri.replaceAll('{', '%7B').replaceAll('}', '%7D')}`)],
    ['in a header, encoded', get('/', `Referer: http://a/?${percent(lookup)}\r\n`)],
    ['in a form', post(`user=${percent(lookup)}&x=1`)],
    ['in JSON', post(`{"user":"${lookup}"}`)],
    ['in JSON, escaped', post(`{"user":"${json(lookup.replaceAll('\xc4\xb1', 'i'))}"}`)],
    ['in chunks', inChunks(`user=${lookup}`, 3)],
    ['in chunks, encoded', inChunks(`user=${percent(lookup)}`, 2)],
    ['as a second request', get('/') + get('/', `User-Agent: ${lookup}\r\n`)],
    ['behind a very long field', get('/', `A: ${'a'.repeat(30_000)}\r\nB: ${lookup}\r\n`)],
  ])('%s', (_where, stream) => {
    expect(send(stream)).toEqual({ rules: [1], passed: false });
    expect(send(stream, 11)).toEqual({ rules: [1], passed: false });
  });
});

it.each([
  get('/', `A: ${'${lower:'.repeat(90)}jndi\r\n`),
  get(`/?q=${percent(`${'${::-}'.repeat(90)}jndi`)}`),
  inChunks(`\${j${'${a:b:-}'.repeat(90)}ndi:`, 7),
])('Log4Shell hidden behind more lookups than a search goes through', (stream) => {
  expect(send(stream)).toEqual({ rules: [1], passed: false });
});

it('Log4Shell nested and encoded beyond what a search goes through does not pass', () => {
  const lookup = `\${${'${lower:'.repeat(12)}jndi${'}'.repeat(12)}:ldap://a/b}`;
  for (const stream of [post(`user=${percent(lookup)}`), post(`{"user":"${json(lookup)}"}`)])
    expect(send(stream, 100).passed).toBe(false);
});

describe('Shellshock', () => {
  const bash = '() { :;}; /bin/id';
  it.each([
    ['in a header', get('/cgi-bin/x', `User-Agent: ${bash}\r\n`)],
    ['without a blank behind the colon', get('/cgi-bin/x', `X-Y:${bash}\r\n`)],
    ['behind tabs', get('/cgi-bin/x', `X-Y:\t \t${bash}\r\n`)],
    ['on a folded line', get('/cgi-bin/x', `X-Y:\r\n ${bash}\r\n`)],
    ['in the second field of a name', get('/cgi-bin/x', `X-Y: a\r\nX-Y: ${bash}\r\n`)],
    ['in a cookie', get('/cgi-bin/x', `Cookie: ${bash}\r\n`)],
    ['in the value of a cookie', get('/cgi-bin/x', `Cookie: a=1; b=${bash}\r\n`)],
    ['with bare line feeds', `GET /cgi-bin/x HTTP/1.0\nReferer: ${bash}\n\n`],
    ['in the address', get(`/cgi-bin/x?${percent(bash)}`)],
    ['in a parameter', get(`/cgi-bin/x?a=${percent(bash)}`)],
    ['with another body', get('/', 'A: () { _; } >_[$($())] { id; }\r\n')],
    ['on another method', `F0O /cgi-bin/x HTTP/1.1\r\nA: ${bash}\r\n\r\n`],
  ])('%s', (_where, stream) => {
    expect(send(stream)).toEqual({ rules: [2], passed: false });
    expect(send(stream, 1)).toEqual({ rules: [2], passed: false });
  });
});

describe('Apache path traversal', () => {
  it.each([
    get('/cgi-bin/.%2e/.%2e/.%2e/.%2e/etc/passwd'),
    get('/cgi-bin/%2e%2e/%2e%2e/bin/sh'),
    get('/icons/.%%32%65/.%%32%65/etc/passwd'),
    get('/icons/%%32%65%%32%65/%%32%65%%32%65/etc/passwd'),
    get('/cgi-bin/%%32e%%32e/etc/passwd'),
    get('/cgi-bin/.%2E/etc/passwd'),
    get('http://a/cgi-bin/.%2e/bin/sh'),
    'POST /cgi-bin/.%2e/bin/sh HTTP/1.0\nContent-Length: 2\n\nid',
    `${'X'.repeat(500)} /cgi-bin/.%2e/bin/sh HTTP/1.1\r\n\r\n`,
    `${get('/', 'Connection: keep-alive\r\n')}${get('/cgi-bin/.%2e/bin/sh')}`,
    `${post('x', 'a:b\r\n'.repeat(2000))}${get('/cgi-bin/.%2e/bin/sh')}`,
    `${inChunks('hello world', 4)}${get('/cgi-bin/.%2e/bin/sh')}`,
    `${post('xyz', 'Expect: 100-continue\r\n')}${get('/cgi-bin/.%2e/bin/sh')}`,
  ])('%j', (stream) => {
    expect(send(stream)).toEqual({ rules: [3], passed: false });
    expect(send(stream, 3)).toEqual({ rules: [3], passed: false });
  });
});

const script = `(function () { var a = [1, 2].map(function () { return x; }); window.onload=function() {};
  function foo() { return \`\${a} \${b.c} \${jndi}\`; } const e = () => { throw 1; }; })();`;

describe('what only looks like it', () => {
  it.each([
    ['a script in a form', post(`code=${percent(script)}`)],
    ['a script in JSON', post(JSON.stringify({ code: script }))],
    ['a script in an upload', inChunks(script, 64)],
    [
      'a shell script',
      post('#!/bin/sh\nfoo() {\n echo "${FOO:-${BAR:-${BAZ:-x}}}" ${1:?} $(id)\n}\nbar () { :; }\n'),
    ],
    ['a build file', post('<property name="a" value="${project.build:dir}/${env.HOME}/${jndi.name}"/>')],
    ['a setting', post('spring.datasource.jndi-name=java:/comp/env/jdbc/${DB_NAME:orders}')],
    ['a dashboard', post('{"query":"rate(x{job=\\"${job:raw}\\"}[${__interval}])","j":"${n:d}i:"}')],
    ['a resource by its plain name', post('<jndi:lookup id="a" name="${name}"/>')],
    [
      'a message about it',
      post('Search your logs for jndi:ldap and the CVE-2021-44228 pattern, and {jndi:...}'),
    ],
    ['a template in the address', get('/offer?text=%24%7Bprice%7D&to=%24%7Bname%3Ajohn%7D')],
    [
      'a function in the address',
      get('/run?code=function%20f()%20%7B%20return%201%20%7D&x=function%20()%20%7B%7D'),
    ],
    ['a callback', get('/jsonp?callback=cb()')],
    [
      'a browser',
      get('/', 'User-Agent: Mozilla/5.0 (X11; Linux) () AppleWebKit/537.36 (KHTML) {x}\r\nAccept: */*\r\n'),
    ],
    ['a path with dots', get('/files/report%2e2026%2epdf')],
    ['a path with dot names', get('/a/.%2ehidden/%2e%2efile/..%2ex/%2e/%2ewell-known/x')],
    ['dots in a query', get('/login?next=/a/%2e%2e/b&x=/.%2e/')],
    ['plain dot segments', get('/a/../b/./c')],
    ['an encoded address in a query', get('/go?u=https%3A%2F%2Fa.example%2F..%2Fb%3Fx%3D%257B1%257D')],
    ['a large form', post(`${'field=value&'.repeat(8000)}`)],
    [
      'a large JSON',
      post(JSON.stringify(Array.from({ length: 3000 }, (_, id) => ({ id, t: `\${t:${id}}` })))),
    ],
    [
      'bytes',
      post(
        Array.from({ length: 60_000 }, (_, at) => String.fromCharCode((at * 7919 + (at >> 5)) % 256)).join(
          '',
        ),
      ),
    ],
  ])('%s passes', (_what, stream) => {
    expect(send(stream)).toEqual({ rules: [], passed: true });
    expect(send(stream, 1448)).toEqual({ rules: [], passed: true });
  });
});
