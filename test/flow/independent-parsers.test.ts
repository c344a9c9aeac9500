import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { OpenedDestination } from '../../shared/delivery/carrier.ts';
import { snsCarrier } from '../../shared/delivery/sns.ts';
import { syslogCarrier } from '../../shared/delivery/syslog.ts';
import { webhookCarrier } from '../../shared/delivery/webhook.ts';
import { attack, denied, offline } from '../../shared/domain/notification/format/samples.ts';
import type { ToldEvent } from '../../shared/domain/notification/format/told-event.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { byteServer, stopReceivers, webServer } from '../support/receivers.ts';

/**
 * What leaves for machines, read by parsers that we did not write: pycef for CEF, Python's own for the request to a
 * topic, the JSON in it and a webhook's HMAC. LEEF has none on PyPI: it is read by its description, in another language.
 * They are installed into a throw-away environment and never kept.
 */
const PARSER = 'pycef==1.11';
const SCRIPT = resolve(import.meta.dirname, 'python/parse.py');
const dir = mkdtempSync(join(tmpdir(), 'mvp-parsers-'));
const python = join(dir, 'venv/bin/python');
const run = (command: string, args: readonly string[], input?: string) =>
  spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 120_000,
    input,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });

/** Undefined when it is there, else why it is not. */
const install = (): string | undefined => {
  const made = run('python3', ['-m', 'venv', join(dir, 'venv')]);
  if (made.status !== 0) return made.error?.message ?? (made.stderr.trim() || made.stdout.trim());
  const got = run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PARSER]);
  return got.status === 0 ? undefined : got.stderr.trim().split('\n').at(-1);
};

/** What an attacker would write to give an event fields of their own. */
const forged = 'src=6.6.6.6 act=Allow | CEF:0|x \\ "quoted" 侵入\nmsg=second';
const forging: ToldEvent = { ...offline, id: 's-2', event: { ...offline.event, description: forged } };
const told: readonly ToldEvent[] = [attack, denied, offline, forging];

interface Read {
  readonly cef: readonly (Readonly<Record<string, string>> | null)[];
  readonly leef: readonly { readonly event: string; readonly pairs: Readonly<Record<string, string>> }[];
  readonly signed: readonly boolean[];
  readonly form: Readonly<Record<string, string>>;
  readonly events: readonly Readonly<Record<string, string | number>>[];
}

const SECRET = '合言葉 & shared';

/** Sends the events to syslog servers, to a topic and to a webhook, and has what arrived read. */
const sentAndRead = async (): Promise<Read> => {
  const egress = egressFrom({ EGRESS_ALLOW: '127.0.0.0/8' });
  const [lines, leef, topic, hook] = await Promise.all([
    byteServer(),
    byteServer(),
    webServer(),
    webServer(),
  ]);
  const base: OpenedDestination = {
    ID: 1,
    name: 'd',
    description: '',
    enabled: true,
    type: 'sns',
    trust: [],
  };
  const arn = 'arn:aws:sns:eu-central-1:123456789012:events';
  const outcomes = await Promise.all([
    ...(
      [
        [lines, 'cef'],
        [leef, 'leef'],
      ] as const
    ).map(([{ port }, eventFormat]) =>
      syslogCarrier(egress, {
        ...{ ...base, type: 'syslog', server: '127.0.0.1', port, eventFormat },
        transport: 'tcp',
      }).send('x', told),
    ),
    webhookCarrier(
      egress,
      { ...base, type: 'webhook', url: `http://127.0.0.1:${hook.port}/`, secret: SECRET },
      Date.now,
    ).send('x', told),
    snsCarrier(
      egress,
      { ...base, topicArn: arn, accessKey: 'AKIAEXAMPLE', secret: 'secret' },
      Date.now,
      () => `http://127.0.0.1:${topic.port}/`,
    ).send('x', told),
  ]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  for (const { text } of [lines, leef]) {
    await vi.waitFor(() => expect(text().split('\n')).toHaveLength(told.length + 1), 10_000);
  }
  const sns = topic.posted[0]?.body;
  const given = { syslog: lines.text(), leef: leef.text(), sns, webhook: hook.posted[0], secret: SECRET };
  const done = run(python, [SCRIPT], JSON.stringify(given));
  if (done.status !== 0) throw new Error(`the parsers ended with ${done.status}: ${done.stderr}`);
  return JSON.parse(done.stdout) as Read;
};

const missing = install();
const read = missing === undefined ? await sentAndRead() : undefined;
await stopReceivers();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

if (read) {
  describe('pycef reads each line', () => {
    it('with the header and the fields of an attack, custom fields by their labels', () => {
      expect(read.cef).toHaveLength(told.length);
      expect(read.cef[0]).toEqual({
        CEFVersion: '0',
        DeviceVendor: 'Trend Micro',
        DeviceProduct: 'Deep Security Agent',
        DeviceVersion: '1.2.3',
        DeviceEventClassID: '1005924',
        Name: 'Log4Shell in a header',
        DeviceName: 'Log4Shell in a header',
        Severity: '10',
        DeviceSeverity: '10',
        'Host ID': '12',
        dvchost: 'web-1',
        act: 'IDS:Reset',
        TrendMicroDsFrameType: 'IP',
        src: '203.0.113.9',
        dst: '192.0.2.1',
        in: '512',
        proto: 'TCP',
        spt: '40000',
        dpt: '80',
        cnt: '2',
        'DPI Note': 'CVE-2021-44228',
        'DPI Stream Position': '17',
        TrendMicroDsTenant: 'Acme',
        TrendMicroDsTenantId: '7',
      });
    });

    it('of the firewall and of the system', () => {
      expect(read.cef[1]).toMatchObject({ dvc: '198.51.100.4', act: 'Deny', 'TCP Flags': '0x02 SYN' });
      expect(read.cef[2]).toMatchObject({
        DeviceProduct: 'Deep Security Manager',
        Name: 'Offline',
        suser: 'System',
        target: 'web-1',
        msg: 'web-1 was not heard of.\\nCheck its network.',
      });
    });

    it('and no field that only the text of an event names', () => {
      const names = (at: number) => Object.keys(read.cef[at] ?? {}).sort();
      expect(names(3)).toEqual(names(2));
      // It leaves escapes as they are.
      expect(read.cef[3]?.msg).toBe(forged.replace(/[\\=]/g, '\\$&').replace('\n', '\\n'));
    });
  });

  describe('LEEF by its description', () => {
    it('has the event and its fields, each once', () => {
      expect(read.leef.map(({ event }) => event)).toEqual(read.cef.map((line) => line?.DeviceEventClassID));
      expect(read.leef[0]?.pairs).toMatchObject({
        ...{ src: '203.0.113.9', srcPort: '40000', dst: '192.0.2.1', dstPort: '80', act: 'IDS:Reset' },
        ...{ name: 'Log4Shell in a header', sev: '10', cnt: '2' },
      });
    });

    it('and no field that only the text of an event names', () => {
      const names = (at: number) => Object.keys(read.leef[at]?.pairs ?? {}).sort();
      expect(names(3)).toEqual(names(2));
    });
  });

  it('Python’s HMAC vouches for what a webhook gets, and for nothing that was changed', () => {
    expect(read.signed).toEqual([true, false, false, false]);
  });

  describe('a message to a topic', () => {
    it('is a form of known members', () => {
      expect(read.form).toEqual({
        Action: 'Publish',
        Version: '2010-03-31',
        TopicArn: 'arn:aws:sns:eu-central-1:123456789012:events',
      });
    });

    it('holds an array of flat objects, without floats, with dates to the millisecond', () => {
      expect(read.events).toHaveLength(told.length);
      for (const [at, event] of read.events.entries()) {
        expect(event.LogDate).toBe(told[at]?.event.at);
        for (const value of Object.values(event)) expect(typeof value).toMatch(/^(string|number)$/);
      }
      expect(read.events[0]).toMatchObject({
        EventType: 'PayloadLog',
        SourceIP: '203.0.113.9',
        SourcePort: 40_000,
      });
      expect(read.events[1]).toMatchObject({ EventType: 'PacketLog', Flags: '0x02 SYN' });
      expect(read.events[3]).toMatchObject({ EventType: 'SystemEvent', Number: 730, Description: forged });
    });
  });
} else it.skip(`the parsers cannot be had here: ${missing}`);
