import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../functions/report/pdf/render.ts';
import type { ReportDocument } from '../../shared/domain/report/document.ts';
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
