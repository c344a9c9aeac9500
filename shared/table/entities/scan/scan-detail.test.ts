import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { fitted, MOST_PACKED, type ScanDetail, scanDetailItem } from './scan-detail.ts';

const detail = (exposures: number): ScanDetail => ({
  rules: [],
  counts: { affected: exposures },
  exposures: Array.from({ length: exposures }, (_, i) => ({
    ...{ CVE: `CVE-2026-${i}`, status: 'affected', package: 'x', fixedIn: '2', advisory: 'DSA-1' },
    version: randomBytes(180).toString('base64'),
  })),
  skipped: [],
});

it('fits into an item whatever a host calls its versions', () => {
  const long = fitted(detail(5000));
  expect(scanDetailItem('t', 1, 'hash', long).content.length).toBeLessThanOrEqual(MOST_PACKED);
  expect(long.exposures.length).toBeGreaterThan(500);
  expect(long.counts).toEqual({ affected: 5000 });
});

it('is kept whole where it fits', () => {
  const short = detail(100);
  expect(fitted(short)).toBe(short);
});
