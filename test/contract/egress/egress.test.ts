import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readRanges } from '../../../shared/domain/address/public.ts';
import { connectOut } from '../../../shared/egress/connect.ts';
import { type Egress, egressFrom } from '../../../shared/egress/egress.ts';
import { type RequestOut, requestOut } from '../../../shared/egress/request.ts';
import { makeCertificate } from '../../support/tls.ts';

/** The guard with loopback in the part of the internet, and names that mean what the test says. */
const guard = (names: Readonly<Record<string, readonly string[]>> = {}): Egress => ({
  allowed: readRanges('127.0.0.0/8'),
  resolve: async (host) => names[host] ?? (/^[\d.]+$/.test(host) ? [host] : []),
});

const servers: Server[] = [];
const sockets = new Set<Socket>();

const listening = async (server: Server): Promise<number> => {
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
const web = (listener: RequestListener): Promise<number> => listening(createHttpServer(listener));

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

const ask = (port: number, more: Partial<RequestOut> = {}, egress = guard()) =>
  requestOut(egress, { method: 'GET', url: `http://127.0.0.1:${port}/`, ...more });

describe('addresses', () => {
  it('without an allowed range nothing on this machine is reached, in whichever spelling', async () => {
    let reached = 0;
    const port = await listening(createServer(() => reached++));
    const closed = egressFrom({});
    for (const host of ['127.0.0.1', 'localhost', '::1', '::ffff:127.0.0.1', '2130706433', '0x7f.1', '0']) {
      expect(await connectOut(closed, { host, port }), host).toMatchObject({ ok: false });
    }
    for (const host of ['127.1', '[::ffff:7f00:1]', '0177.0.0.1', 'localhost.']) {
      const url = `http://${host}:${port}/`;
      expect(await requestOut(closed, { method: 'GET', url }), host).toMatchObject({ ok: false });
    }
    expect(reached).toBe(0);
  });

  it('a name with one forbidden address among good ones is refused', async () => {
    const port = await web((_, reply) => reply.end());
    const egress = guard({ 'two.example': ['127.0.0.1', '169.254.169.254'] });
    expect(await ask(port, { url: `http://two.example:${port}/` }, egress)).toMatchObject({
      ok: false,
      reason: 'address-refused',
    });
  });

  it('a name is resolved once: what it means a moment later is never asked (DNS rebinding)', async () => {
    const hosts: (string | undefined)[] = [];
    const port = await web(({ headers }, reply) => {
      hosts.push(headers.host);
      reply.end('here');
    });
    const answers = ['127.0.0.1', '10.0.0.1'];
    let asked = 0;
    const egress: Egress = { ...guard(), resolve: async () => [answers[asked++] ?? 'none'] };
    const reply = await ask(port, { url: `http://turning.example:${port}/` }, egress);
    expect(reply).toMatchObject({ ok: true, value: { status: 200 } });
    expect(asked).toBe(1);
    expect(hosts).toEqual([`turning.example:${port}`]);
    expect(await ask(port, { url: `http://turning.example:${port}/` }, egress)).toMatchObject({
      reason: 'address-refused',
    });
  });

  it('the next address is tried when one does not answer', async () => {
    const port = await web((_, reply) => reply.end('second'));
    const egress = guard({ 'both.example': ['127.0.0.2', '127.0.0.1'] });
    const reply = await ask(port, { url: `http://both.example:${port}/` }, egress);
    expect(reply).toMatchObject({ ok: true, value: { status: 200 } });
  });

  it.each([
    ['a name without address', { host: 'nobody.example', port: 80 }, 'unresolved'],
    ['no name at all', { host: 'a b', port: 80 }, 'unresolved'],
    ['a closed port', { host: '127.0.0.1', port: 1 }, 'unreachable'],
    ['no port', { host: '127.0.0.1', port: 0 }, 'unreachable'],
  ])('%s: refused', async (_, to, reason) => {
    expect(await connectOut(guard(), to)).toMatchObject({ ok: false, reason });
  });

  it('a resolver that never answers ends with the time given', async () => {
    const egress: Egress = { allowed: [], resolve: () => new Promise(() => {}) };
    const to = { host: 'slow.example', port: 80 };
    const result = await connectOut(egress, to, AbortSignal.timeout(50));
    expect(result).toMatchObject({ reason: 'timeout' });
  });
});

describe('requests', () => {
  it('posts a body and reads the reply', async () => {
    const port = await web((request, reply) => {
      request.pipe(reply.writeHead(202, { 'x-method': request.method ?? '', 'x-path': request.url ?? '' }));
    });
    const url = `http://127.0.0.1:${port}/hook?a=1`;
    const reply = await ask(port, { method: 'POST', url, body: '{"a":1}', headers: { 'x-own': 'yes' } });
    expect(reply).toMatchObject({ ok: true, value: { status: 202, headers: { 'x-path': '/hook?a=1' } } });
    expect(reply.ok && reply.value.body.toString()).toBe('{"a":1}');
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%d) is refused and not followed', async (status) => {
    const paths: (string | undefined)[] = [];
    const port = await web(({ url }, reply) => {
      paths.push(url);
      reply.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await ask(port)).toMatchObject({ ok: false, reason: 'redirected' });
    expect(paths).toEqual(['/']);
  });

  it('not modified is an answer', async () => {
    const port = await web((_, reply) => reply.writeHead(304).end());
    expect(await ask(port)).toMatchObject({ ok: true, value: { status: 304 } });
  });

  it('an endless body is refused at the limit, or cut there', async () => {
    const port = await web((_, reply) => {
      const more = (): void => {
        while (reply.writable && reply.write('x'.repeat(1_000)));
        reply.once('drain', more);
      };
      more();
    });
    expect(await ask(port, { mostBytes: 5_000 })).toMatchObject({ ok: false, reason: 'reply-too-large' });
    const cut = await ask(port, { mostBytes: 5_000, longer: 'cut' });
    expect(cut.ok && cut.value.body.length).toBe(5_000);
  });

  it('a server that drips its reply ends with the time given', async () => {
    const port = await web((_, reply) => {
      const dripping = setInterval(() => reply.write('.'), 10);
      reply.on('close', () => clearInterval(dripping));
    });
    expect(await ask(port, { timeoutMs: 200 })).toMatchObject({ ok: false, reason: 'timeout' });
  });

  it('a server that drips its headers, or says nothing, ends with the time given', async () => {
    const silent = await listening(createServer(() => {}));
    expect(await ask(silent, { timeoutMs: 100 })).toMatchObject({ reason: 'timeout' });
    const dripping = await listening(
      createServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('x: y\r\n'), 10);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    expect(await ask(dripping, { timeoutMs: 200 })).toMatchObject({ reason: 'timeout' });
  });

  it.each([
    ['not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['headers beyond 16 KB', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`],
    ['cut off', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
  ])('%s: no proper reply', async (_, text) => {
    const port = await listening(createServer((socket) => socket.end(text)));
    expect(await ask(port)).toMatchObject({ ok: false, reason: 'broken-reply' });
  });

  it.each([
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'http://user:pass@127.0.0.1/',
    'nothing',
    `http://127.0.0.1/${'a'.repeat(3_000)}`,
  ])('%s is no address to call', async (url) => {
    expect(await ask(1, { url })).toMatchObject({ ok: false, message: expect.stringMatching(/^url: /) });
  });

  it('a header that would break the request is refused', async () => {
    const port = await web((_, reply) => reply.end());
    expect(await ask(port, { headers: { 'x-own': 'a\r\nhost: b' } })).toMatchObject({ ok: false });
  });
});

describe('TLS', () => {
  let made: Awaited<ReturnType<typeof makeCertificate>>;
  beforeAll(async () => {
    made = await makeCertificate();
  });
  const secureWeb = (): Promise<number> =>
    listening(createHttpsServer({ key: made.key, cert: made.cert }, (_, reply) => reply.end('safe')));
  const names = { localhost: ['127.0.0.1'], 'other.example': ['127.0.0.1'] };

  it('the certificate must be trusted and name what was asked for, though the connection goes to an address', async () => {
    const port = await secureWeb();
    const get = (host: string, trust: readonly string[]) =>
      ask(port, { url: `https://${host}:${port}/`, tls: { trust } }, guard(names));
    expect(await get('localhost', [made.ca])).toMatchObject({ ok: true, value: { status: 200 } });
    expect(await get('127.0.0.1', [made.ca])).toMatchObject({ ok: true });
    expect(await get('localhost', [])).toMatchObject({ ok: false, reason: 'tls' });
    expect(await get('other.example', [made.ca])).toMatchObject({
      reason: 'tls',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it('a server without TLS, and one that never answers the handshake', async () => {
    const plain = await listening(createServer((socket) => socket.end('220 hello\r\n')));
    const to = { host: '127.0.0.1', tls: {} };
    expect(await connectOut(guard(), { ...to, port: plain })).toMatchObject({ reason: 'tls' });
    const silent = await listening(createServer(() => {}));
    const result = await connectOut(guard(), { ...to, port: silent }, AbortSignal.timeout(100));
    expect(result).toMatchObject({ reason: 'timeout' });
  });
});
