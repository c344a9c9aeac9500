import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../functions/report/pdf/render.ts';
import { alertReport } from '../../shared/domain/report/alerts.ts';
import { Amounts } from '../../shared/domain/report/amounts.ts';
import { computerReport, usageReport } from '../../shared/domain/report/computers.ts';
import type { ReportDocument } from '../../shared/domain/report/document.ts';
import { packetReport } from '../../shared/domain/report/packet-events.ts';
import { recommendationReport } from '../../shared/domain/report/recommendations.ts';
import { systemEventReport } from '../../shared/domain/report/system-events.ts';
import { Tally } from '../../shared/domain/report/tally.ts';
import { hostTestsImpossible } from './rig/requirements.ts';

/** Text can be extracted from a PDF whose glyphs are blank: what counts is ink, so pages are made into pictures. */
const impossible = hostTestsImpossible({ pdftoppm: 'poppler-utils' });
if (impossible !== null) console.warn(`skipped: ${impossible}`);
const folder = mkdtempSync(join(tmpdir(), 'report-drawn-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = (title: string, more: Partial<ReportDocument> = {}): ReportDocument => ({
  title,
  tenant: 'Acme',
  language: 'ja',
  timeZone: 'Asia/Tokyo',
  made: 0,
  facts: [],
  parts: [],
  ...more,
});

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly grey: Buffer;
}

/** The first page at 72 dots an inch, as grey values. */
const picture = (pdf: Buffer, ...options: string[]): Picture => {
  const file = join(folder, 'page');
  writeFileSync(`${file}.pdf`, pdf);
  const drawn = spawnSync('pdftoppm', [
    '-gray',
    '-r',
    '72',
    '-f',
    '1',
    '-singlefile',
    ...options,
    `${file}.pdf`,
    file,
  ]);
  if (drawn.status !== 0) throw new Error(drawn.stderr.toString());
  const pgm = readFileSync(`${file}.pgm`);
  const header = /^P5\s(\d+)\s(\d+)\s255\s/.exec(pgm.subarray(0, 40).toString('latin1'));
  if (!header) throw new Error('no picture');
  return { width: Number(header[1]), height: Number(header[2]), grey: pgm.subarray(header[0].length) };
};

/** Where the title stands. */
const titleOf = ({ width, grey }: Picture): Buffer => grey.subarray(50 * width, 90 * width);
const ink = (area: Buffer): number => area.reduce((sum, value) => sum + (value < 128 ? 1 : 0), 0);

/** So many lines fit on a page for sure. */
const LINES = 40;

/** Each text drawn in a line of its own behind a bar, which tells where the line is. */
const linesOf = async (texts: readonly string[]): Promise<Buffer[]> => {
  const facts = texts.map((value) => ({ label: '|', value }));
  const { width, height, grey } = picture(await renderPdf(report('', { facts })));
  const barred = Array.from({ length: height }, (_, y) =>
    grey.subarray(y * width + 40, y * width + 44).some((v) => v < 200),
  );
  const starts = barred.flatMap((bar, y) => (bar && !barred[y - 1] && y > 56 ? [y] : []));
  return starts.slice(0, texts.length).map((y) => grey.subarray(y * width, (y + 12) * width));
};

describe.skipIf(impossible !== null)('a report as a picture (OPS-4)', () => {
  it('has its Japanese drawn, every sign as itself', async () => {
    const signs = [...'攻撃検知仮想髙﨑あア、'];
    const areas = await Promise.all(
      [...signs, '\ue000', ''].map(async (title) => titleOf(picture(await renderPdf(report(title))))),
    );
    const [unknown, empty] = areas.slice(-2);
    for (const [i, sign] of signs.entries()) {
      const area = areas[i] ?? Buffer.alloc(0);
      expect(ink(area), `${sign} has ink`).toBeGreaterThan(ink(empty ?? area));
      expect(area.equals(unknown ?? area), `${sign} is not the box of an unknown sign`).toBe(false);
    }
    expect(new Set(areas.map((area) => area.toString('base64'))).size).toBe(areas.length);
  });

  const frame = {
    tenant: '株式会社例',
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    made: 0,
    period: { from: 0, to: 1 },
  } as const;
  const host = {
    ID: 1,
    name: 'サーバ',
    platform: 'Ubuntu',
    agentVersion: '1',
    policy: '本番',
    group: '東京',
  } as const;
  const counts = new Tally(frame.period);
  counts.add(
    { kind: 'intrusion-prevention', at: 0, reason: '攻撃', severity: 'high', destinationPort: 80 } as never,
    1,
  );
  const named = (): string => 'サーバ';
  it.each<[string, ReportDocument]>([
    ['attack', packetReport('attack', frame, counts, named)],
    ['firewall', packetReport('firewall', frame, counts, named)],
    ['intrusion prevention', packetReport('ips', frame, counts, named)],
    [
      'alert',
      alertReport(frame, [
        { title: '警告', severity: 'critical', state: 'raised', raised: 0, subject: 'サーバ', count: 1 },
      ]),
    ],
    ['computer', computerReport(frame, [{ ...host, status: 'online' }])],
    ['module usage', usageReport(frame, [{ ...host, status: 'offline' }])],
    [
      'recommendation',
      recommendationReport(
        frame,
        [{ computer: 'サーバ', failed: true, recommended: ['規則'], unneeded: [] }],
        true,
      ),
    ],
    [
      'system event',
      systemEventReport(frame, {
        total: 1,
        byTitle: new Amounts(),
        bySeverity: { info: 0, warning: 0, error: 1 },
        latest: [{ at: 0, number: 1, title: '出来事', severity: 'error', actionBy: '山田' }],
      }),
    ],
  ])('draws every Japanese sign of the %s report', async (_, document) => {
    const signs = [...new Set(JSON.stringify(document).replace(/[\0-\u2fff]/gu, ''))];
    expect(signs.length).toBeGreaterThan(10);
    for (let from = 0; from < signs.length; from += LINES) {
      const some = signs.slice(from, from + LINES);
      const [drawn, boxes] = [await linesOf(some), await linesOf(some.map(() => '\ue000'))];
      expect(drawn).toHaveLength(some.length);
      for (const [i, sign] of some.entries()) {
        expect(drawn[i]?.equals(boxes[i] ?? Buffer.alloc(0)), `${sign} is drawn as itself`).toBe(false);
      }
    }
    const page = picture(await renderPdf(document));
    const foot = page.grey.subarray((page.height - 40) * page.width);
    expect(foot.filter((grey) => grey < 230).length, 'the foot says period and page').toBeGreaterThan(300);
  });

  it('has charts with what was stopped apart from what was not', async () => {
    const bars = (stopped: number): ReportDocument =>
      report('', { parts: [{ what: 'bars', heading: '', bars: [{ label: '', amount: 10, stopped }] }] });
    const [all, none] = [picture(await renderPdf(bars(10))), picture(await renderPdf(bars(0)))];
    expect(ink(all.grey)).toBeGreaterThan(ink(none.grey) + 500);
  });

  it('opens only with its password where it has one', async () => {
    const pdf = await renderPdf(report('秘密'), { password: 'sesame' });
    expect(() => picture(pdf)).toThrow(/[Pp]assword/);
    expect(ink(titleOf(picture(pdf, '-upw', 'sesame')))).toBeGreaterThan(0);
  });
});
