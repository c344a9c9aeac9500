import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import type { Frame } from '../../shared/domain/report/frame.ts';
import { wordsOf } from '../../shared/domain/report/frame.ts';
import type { AskedComputers } from '../../shared/http/asked-computers.ts';
import type { ReportItem } from '../../shared/table/entities/report/report.ts';
import type { TenantItem } from '../../shared/table/entities/tenant/tenant.ts';

/** `about`: whether the report is of a period or of the moment. */
export const frameOf = (
  item: ReportItem,
  tenant: Pick<TenantItem, 'name'>,
  scope: Pick<AskedComputers, 'whole' | 'rows'>,
  {
    locale,
    now,
    timed,
  }: { readonly locale: ReportItem['locale']; readonly now: number; readonly timed: boolean },
): Frame => {
  const language = locale === 'ja-JP' ? 'ja' : 'en';
  const { from, to, timeZone } = item;
  const frame: Frame = { tenant: tenant.name, language, timeZone, made: now };
  const words = wordsOf(frame);
  const oldest = now - LOG_LIFE;
  return {
    ...frame,
    ...(timed && { period: { from, to } }),
    ...(timed && from < oldest && { knownSince: oldest }),
    ...(!scope.whole && { computers: `${words.selected} (${scope.rows.length})` }),
    ...(item.classification && item.classification !== 'blank' && { banner: bannerOf(item.classification) }),
  };
};

const banners: Readonly<Record<string, string>> = {
  topsecret: 'TOP SECRET',
  les: 'LAW ENFORCEMENT SENSITIVE',
  limited: 'LIMITED DISTRIBUTION',
  internal: 'INTERNAL USE ONLY',
};

const bannerOf = (classification: string): string => banners[classification] ?? classification.toUpperCase();
