import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../../infra/local/free-port.ts';
import type { OpenedDestination } from '../../../../shared/delivery/carrier.ts';
import { syslogCarrier } from '../../../../shared/delivery/syslog.ts';
import { denied, offline, samples } from '../../../../shared/domain/notification/format/samples.ts';
import type { ToldEvent } from '../../../../shared/domain/notification/format/told-event.ts';
import { egressFrom } from '../../../../shared/egress/egress.ts';
import { byteServer, datagramServer, rawServer, stopReceivers } from '../../../support/receivers.ts';

const egress = egressFrom({ EGRESS_ALLOW: '127.0.0.0/8' });
const closed = egressFrom({});
afterEach(stopReceivers);

const to = (
  transport: 'udp' | 'tcp',
  port: number,
  more: Partial<OpenedDestination> = {},
): OpenedDestination => ({
  ...{ ID: 1, name: 'd', description: '', enabled: true, type: 'syslog', server: '127.0.0.1', port },
  ...{ transport, eventFormat: 'cef', facility: 'local0', header: 'rfc3164', trust: [], ...more },
});

/** Priority, time and host of each sample (RFC 3164), and the line behind them. */
const asCef = [
  /^<130>Jan {2}2 03:04:05 web-1 CEF:0\|Trend Micro\|Deep Security Agent\|1\.2\.3\|1005924\|[^\n]*$/,
  /^<132>Jan {2}2 03:04:05 198\.51\.100\.4 CEF:0\|Trend Micro\|Deep Security Agent\|[^\n]*$/,
  /^<131>Jan {2}2 03:04:05 web-1 CEF:0\|Trend Micro\|Deep Security Manager\|1\.0\.0\|730\|Offline\|[^\n]*$/,
].map((line) => expect.stringMatching(line));

/** What a host or an attacker would write to begin a line of its own. */
const forging: ToldEvent = {
  ...offline,
  event: {
    ...offline.event,
    description: 'x\n<0>Jan  1 00:00:00 forged CEF:0|\r\ny',
    targetName: 'web\n1',
  },
};

describe('syslog over UDP', () => {
  it('is one datagram an event', async () => {
    const server = await datagramServer();
    const sent = await syslogCarrier(egress, to('udp', server.port)).send('x', samples);
    expect(sent).toEqual({ ok: true, value: '3 messages were sent to 127.0.0.1.' });
    await vi.waitFor(() => expect(server.taken).toHaveLength(3), 10_000);
    expect(server.taken).toEqual(asCef);
  });

  it('is LEEF behind a header of RFC 5424 where the destination wants it so', async () => {
    const server = await datagramServer();
    const wanted = to('udp', server.port, { eventFormat: 'leef', header: 'rfc5424', facility: 'local4' });
    expect(await syslogCarrier(egress, wanted).send('x', [denied])).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(server.taken).toHaveLength(1), 10_000);
    expect(server.taken[0]).toMatch(
      /^<164>1 2026-01-02T03:04:05\.006Z 198\.51\.100\.4 managed-virtual-patch - - - LEEF:2\.0\|/,
    );
  });

  it('cannot tell whether anybody listens, but never sends into the plane’s own network', async () => {
    expect(await syslogCarrier(egress, to('udp', await freePort())).send('x', samples)).toMatchObject({
      ok: true,
    });
    const server = await datagramServer();
    const refused = await syslogCarrier(closed, to('udp', server.port)).send('x', samples);
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('internet only') });
    await syslogCarrier(egress, to('udp', server.port)).send('y', [offline]);
    await vi.waitFor(() => expect(server.taken).toHaveLength(1), 10_000);
    expect(server.taken).toEqual([asCef[2]]);
  });
});

describe('syslog over plain TCP', () => {
  it('is one line an event, each ended', async () => {
    const server = await byteServer();
    const sent = await syslogCarrier(egress, to('tcp', server.port)).send('x', samples);
    expect(sent).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(server.text()).toMatch(/(.*\n){3}/), 10_000);
    const lines = server.text().split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toEqual(asCef);
  });

  it('gives nobody a line of their own', async () => {
    const server = await byteServer();
    await syslogCarrier(egress, to('tcp', server.port)).send('x', [forging, offline]);
    await vi.waitFor(() => expect(server.text()).toMatch(/(.*\n){2}/), 10_000);
    const lines = server
      .text()
      .split(/[\r\n]+/)
      .filter(Boolean);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^<131>Jan {2}2 03:04:05 web-1 CEF:0\|Trend Micro\|.*<0>Jan/);
  });

  it('is told apart from a server that is not there, that breaks off, and that is the plane’s own', async () => {
    const gone = await syslogCarrier(egress, to('tcp', await freePort())).send('x', samples);
    expect(gone).toMatchObject({ ok: false, message: expect.stringContaining('does not answer') });
    const breaking = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const broke = await syslogCarrier(egress, to('tcp', breaking)).send('x', samples);
    expect(broke).toMatchObject({ ok: false, message: expect.stringContaining('broke') });
    const inside = await syslogCarrier(closed, to('tcp', breaking)).send('x', samples);
    expect(inside).toMatchObject({ ok: false, message: expect.stringContaining('internet only') });
  });
});
