import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/conversation.ts';
import { headerBuffer, headerNamesBuffer, hostBuffer } from './header-buffers.ts';
import { splitFields } from './header-fields.ts';
import { splitRequestLine } from './request-line.ts';
import { RequestParser } from './request-parser.ts';

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** What a listener hears, bodies joined. */
function parse(pieces: readonly string[]): { heard: string[]; state: string; known: boolean } {
  const heard: string[] = [];
  let body = '';
  const parser = new RequestParser({
    requestLine: ({ bytes, methodStart, methodEnd, uriStart, uriEnd }) => {
      heard.push(`${text(bytes.subarray(methodStart, methodEnd))} ${text(bytes.subarray(uriStart, uriEnd))}`);
    },
    headers: (fields) => heard.push(...fields.map(({ name, value }) => `${text(name)}=${text(value)}`)),
    body: (bytes, from, to) => {
      body += text(bytes.subarray(from, to));
    },
    finished: () => {
      heard.push(`[${body}]`);
      body = '';
    },
    oversized: () => heard.push('oversized'),
  });
  for (const piece of pieces) parser.feed(bytesOf(piece), 0, piece.length);
  return { heard, state: parser.state, known: parser.known };
}

describe('requests', () => {
  it.each([
    ['one', 'GET /a HTTP/1.1\r\nHost: h\r\n\r\n', ['GET /a', 'Host=h', '[]']],
    ['bare line feeds', 'GET /a HTTP/1.1\nHost: h\n\n', ['GET /a', 'Host=h', '[]']],
    ['blanks and tabs', 'GET \t /a \tHTTP/1.1\r\n\r\n', ['GET /a', '[]']],
    ['empty lines first', '\r\n\r\nGET /a HTTP/1.1\r\n\r\n', ['GET /a', '[]']],
    ['lower case', 'get /a HTTP/1.1\r\n\r\n', ['get /a', '[]']],
    ['an unknown method', 'F0O! /a HTTP/1.1\r\n\r\n', ['F0O! /a', '[]']],
    ['a very long method', `${'F'.repeat(2000)} /a HTTP/1.1\r\n\r\n`, [`${'F'.repeat(2000)} /a`, '[]']],
    ['no protocol', 'GET /a\r\n', ['GET /a']],
    ['folded field', 'GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n', ['GET /', 'A=b c', '[]']],
    ['blank before the colon', 'GET / HTTP/1.1\r\nA \t: b \r\n\r\n', ['GET /', 'A=b', '[]']],
    [
      'length',
      'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.0\r\n\r\n',
      ['POST /', 'Content-Length=3', '[abc]', 'GET /b', '[]'],
    ],
    [
      'chunks',
      'POST / HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\nGET /b HTTP/1.0\r\n\r\n',
      ['POST /', 'transfer-encoding=Chunked', '[abcde]', 'GET /b', '[]'],
    ],
    [
      'a length behind a plus sign and many zeros',
      `POST / HTTP/1.1\r\nContent-Length: +${'0'.repeat(300)}3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n`,
      ['POST /', `Content-Length=+${'0'.repeat(300)}3`, '[abc]', 'GET /b', '[]'],
    ],
    [
      'a coding that is not chunked but for its name',
      'POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nff\nGET /b HTTP/1.1\r\n\r\n',
      ['POST /', 'Transfer-Encoding=xchunked', 'Content-Length=3', '[ff\n]', 'GET /b', '[]'],
    ],
    [
      'chunked behind many other codings',
      `POST / HTTP/1.1\r\nTransfer-Encoding: ${'identity, '.repeat(60)}chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`,
      ['POST /', `Transfer-Encoding=${'identity, '.repeat(60)}chunked`, '[a]'],
    ],
  ])('%s', (_name, stream, expected) => {
    expect(parse([stream]).heard).toEqual(expected);
    expect(parse([...stream]).heard).toEqual(expected);
  });

  it.each(['SSH-2.0-OpenSSH_9\r\n', '\x16\x03\x01\x02\x00', 'hello\r\n', 'FOO bar\r\n'])(
    '%j is not HTTP',
    (stream) => {
      expect(parse([stream])).toEqual({ heard: [], state: 'lost', known: false });
    },
  );

  it('any number of empty lines ahead of a request is passed over', () => {
    const lines = '\r\n'.repeat(50_000);
    const stream = `${lines}GET /a HTTP/1.1\r\n\r\n${lines}GET /b HTTP/1.1\r\n\r\n`;
    expect(parse([stream]).heard).toEqual(['GET /a', '[]', 'GET /b', '[]']);
    expect(parse(stream.match(/[\s\S]{1,999}/g) ?? []).heard).toEqual(['GET /a', '[]', 'GET /b', '[]']);
  });

  it('words without a line end are another protocol, a head without end is none', () => {
    expect(parse(['bulk '.repeat(20_000)])).toEqual({ heard: [], state: 'lost', known: false });
    expect(parse([`GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(20_000)}`]).heard).toEqual(['GET /', 'oversized']);
  });

  it('a length counts behind any number of fields', () => {
    const fields = 'a:b\n'.repeat(5000);
    const { heard } = parse([`POST / HTTP/1.1\n${fields}Content-Length: 3\n\nabcGET /b HTTP/1.1\n\n`]);
    expect(heard.slice(-3)).toEqual(['[abc]', 'GET /b', '[]']);
  });

  it('any cut of a pipeline is heard alike', () => {
    const stream =
      'POST /x?y HTTP/1.1\r\nA: 1\r\n 2\r\nContent-Length: 5\r\n\r\nhello\r\nGET /2 HTTP/1.1\r\n\r\n' +
      'PUT /3 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n';
    const whole = parse([stream]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        expect(parse(places.slice(1).map((end, at) => stream.slice(places[at], end)))).toEqual(whole);
      }),
    );
  });

  it('random bytes never throw', () => {
    const token = fc.constantFrom(
      'GET ',
      '/',
      ' HTTP/1.1',
      '\r\n',
      '\n',
      'Content-Length: ',
      '9',
      'Transfer-Encoding: chunked',
      '\x00',
      ':',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        expect(parse(tokens).heard).toEqual(parse([tokens.join('')]).heard);
      }),
      { numRuns: 1000 },
    );
  });
});

it('a URI ends at the first blank, or at other white space in a line without one', () => {
  const uri = (line: string): string => {
    const { bytes, uriStart, uriEnd } = splitRequestLine(bytesOf(line), 0, line.length);
    return text(bytes.subarray(uriStart, uriEnd));
  };
  expect(uri('GET /a b HTTP/1.1')).toBe('/a');
  expect(uri('GET\t/a\tHTTP/1.1')).toBe('/a');
  expect(uri('  GET   /a')).toBe('/a');
});

it('header buffers', () => {
  const raw = bytesOf('Host: A.Example:80\r\nCookie: c\r\nX-A: 1\r\nx-a:2\r\nnocolon\r\n');
  const fields = splitFields(raw, 0, raw.length);
  expect(text(headerBuffer(fields))).toBe('Host: A.Example:80\r\nX-A: 1, 2\r\n: nocolon\r\n');
  expect(text(headerNamesBuffer(fields))).toBe('\r\nHost\r\nCookie\r\nX-A\r\nx-a\r\n\r\n\r\n');
  expect(text(hostBuffer(bytesOf('u@A.Example:80')))).toBe('a.example');
  expect(text(hostBuffer(bytesOf('[2001:DB8::1]:80')))).toBe('[2001:db8::1]');
});
