import { simpleParser } from 'mailparser';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../infra/local/free-port.ts';
import type { OpenedDestination } from '../../shared/delivery/carrier.ts';
import { smtpCarrier } from '../../shared/delivery/smtp.ts';
import { syslogCarrier } from '../../shared/delivery/syslog.ts';
import { samples } from '../../shared/domain/notification/format/samples.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { makeCertificate } from '../support/tls.ts';
import { realLogServer } from './rig/log-server.ts';
import { realMailServer } from './rig/mail-server.ts';
import { hostTestsImpossible } from './rig/requirements.ts';

/** Servers that customers run, as Debian brings them: what they take is what counts. */
const missing = hostTestsImpossible({
  postfix: 'postfix',
  saslpasswd2: 'sasl2-bin',
  rsyslogd: 'rsyslog-openssl',
});
const impossible = missing ?? (process.getuid?.() === 0 ? null : 'Postfix starts as root only');
if (impossible !== null) console.warn(`skipped: ${impossible}`);

const egress = egressFrom({ EGRESS_ALLOW: '127.0.0.0/8' });
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of open.splice(0)) await stop();
});
const until = async <T>(look: () => T, fits: (seen: T) => boolean): Promise<T> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (fits(look())) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  return look();
};

describe.skipIf(impossible !== null)('real servers', () => {
  it('Postfix takes the mail over STARTTLS from who signs in, and from nobody else', async () => {
    const { key, cert, ca } = await makeCertificate();
    const port = await freePort();
    const server = realMailServer({ port, key, cert, username: 'plane', password: 'open sesame' });
    open.push(server.stop);
    const to: OpenedDestination = {
      ...{ ID: 1, name: 'd', description: '', enabled: true, type: 'smtp', server: '127.0.0.1', port },
      ...{ fromAddress: 'patch@example.com', security: 'starttls', username: 'plane', secret: 'open sesame' },
      trust: [ca],
    };
    const letter = {
      to: ['soc@example.com', 'second@example.com'],
      subject: '侵入防御イベント 1件',
      text: '本文',
      html: '<p>本文</p>',
    };
    const carrier = smtpCarrier(egress, to, Date.now);
    const sent = await carrier.send('one', letter);
    expect(sent, server.log()).toMatchObject({ ok: true, value: expect.stringContaining('250 2.0.0') });
    expect(await carrier.send('two', letter)).toMatchObject({ ok: true });
    carrier.close();
    const stranger = smtpCarrier(egress, { ...to, secret: 'wrong' }, Date.now);
    expect(await stranger.send('three', letter)).toMatchObject({
      ok: false,
      message: expect.stringContaining('535'),
    });
    const doubting = smtpCarrier(egress, { ...to, trust: [] }, Date.now);
    expect(await doubting.send('four', letter)).toMatchObject({ ok: false });
    const mails = await until(server.delivered, (seen) => seen.length === 4);
    expect(mails, server.log()).toHaveLength(4);
    expect(await simpleParser(mails[0] ?? '')).toMatchObject({ subject: letter.subject, text: '本文' });
  }, 60_000);

  it.each([
    ['tls', 'rfc5424', 'cef', 'managed-virtual-patch', /^ ?CEF:0\|Trend Micro\|Deep Security/],
    // The old header has no field for the program: what stands before the first colon is taken for it.
    ['tcp', 'rfc3164', 'cef', 'CEF', /^ ?0\|Trend Micro\|Deep Security/],
    ['udp', 'rfc3164', 'cef', 'CEF', /^ ?0\|Trend Micro\|Deep Security/],
    ['udp', 'rfc5424', 'cef', 'managed-virtual-patch', /^ ?CEF:0\|Trend Micro\|Deep Security/],
    ['tls', 'rfc5424', 'leef', 'managed-virtual-patch', /^ ?LEEF:2\.0\|Trend Micro\|Deep Security/],
    ['tcp', 'rfc3164', 'leef', 'LEEF', /^ ?2\.0\|Trend Micro\|Deep Security/],
    ['udp', 'rfc5424', 'leef', 'managed-virtual-patch', /^ ?LEEF:2\.0\|Trend Micro\|Deep Security/],
  ] as const)(
    'rsyslog takes over %s behind %s what is %s, and reads host, priority and every event',
    async (transport, header, eventFormat, program, message) => {
      const tls = await makeCertificate();
      const port = await freePort();
      const server = await realLogServer(transport, port, tls);
      open.push(server.stop);
      const carrier = syslogCarrier(egress, {
        ...{ ID: 1, name: 'd', description: '', enabled: true, type: 'syslog', server: '127.0.0.1', port },
        ...{ transport, header, eventFormat, facility: 'local4', trust: [tls.ca] },
      });
      expect(await carrier.send('x', samples)).toMatchObject({ ok: true });
      const lines = await until(server.lines, (seen) => seen.length === samples.length);
      expect(lines.map((line) => line.split('\t').slice(0, 3))).toEqual([
        ['162', 'web-1', program],
        ['164', '198.51.100.4', program],
        ['163', 'web-1', program],
      ]);
      for (const line of lines) expect(line.split('\t')[3]).toMatch(message);
    },
    30_000,
  );
});
