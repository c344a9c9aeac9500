import { describe, expect, it } from 'vitest';
import { Amounts } from './amounts.ts';
import { systemEventReport } from './system-events.ts';

describe('the system event report (OPS-4)', () => {
  it.each([
    ['ja', 'ポリシーの更新'],
    ['en', 'Policy Updated'],
  ] as const)('names events in its language: %s', (language, name) => {
    const byTitle = new Amounts();
    byTitle.add('352 Policy Updated', 1, 1, 0);
    const { parts } = systemEventReport(
      { tenant: 'Acme', language, timeZone: 'Asia/Tokyo', made: 0 },
      {
        total: 1,
        byTitle,
        bySeverity: { info: 1, warning: 0, error: 0 },
        latest: [{ at: 0, number: 352, title: 'Policy Updated', severity: 'info', actionBy: 'System' }],
      },
    );
    const bars = parts.flatMap((part) => (part.what === 'bars' ? part.bars : []));
    expect(bars.map(({ label }) => label)).toEqual([`352 ${name}`]);
    const [row] = parts.flatMap((part) => (part.what === 'table' ? part.rows : []));
    expect(row?.slice(2, 4)).toEqual(['352', name]);
  });
});
