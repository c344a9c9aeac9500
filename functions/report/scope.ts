import { reachesComputer } from '../../shared/domain/access/reach.ts';
import { fullAccess } from '../../shared/domain/access/role.ts';
import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import type { Frame } from '../../shared/domain/report/frame.ts';
import { wordsOf } from '../../shared/domain/report/frame.ts';
import { selects } from '../../shared/domain/task/selects.ts';
import { computersInReach } from '../../shared/http/reach.ts';
import type { ComputerRow } from '../../shared/table/entities/computer-block.ts';
import { listComputerRows } from '../../shared/table/entities/computer-rows.ts';
import type { ReportItem } from '../../shared/table/entities/report.ts';
import type { TenantItem } from '../../shared/table/entities/tenant.ts';
import { filterPlaces } from '../../shared/table/filter-places.ts';
import type { Store } from '../../shared/table/store.ts';

/** Computers that a report is about: those asked for, as far as the role of who asked reaches. */
export interface ReportScope {
  readonly rows: readonly ComputerRow[];
  /** Whether what is told of a computer belongs in; of one that is gone, only where all are meant. */
  readonly sees: (computerID: number) => boolean;
  /** Nothing was chosen and nothing is out of reach. */
  readonly whole: boolean;
  readonly nameOf: (computerID: number) => string;
}

export const scopeOf = async (store: Store, item: ReportItem): Promise<ReportScope> => {
  const { tenant, computerFilter: filter, reach } = item;
  const isMeant = selects(filter, await filterPlaces(store, tenant, filter));
  const role = { ...fullAccess, ...reach };
  const by = { kind: 'system', name: 'System' } as const;
  const reached = await computersInReach(store, { who: 'tenant', tenantID: tenant, role, by });
  const all = await listComputerRows(store, tenant);
  const rows = all.filter((row) => reachesComputer(role, row) && isMeant(row));
  const chosen = filter !== undefined && filter.type !== 'all-computers';
  const whole = reach.allComputers && !chosen;
  const known = new Map(rows.map((row) => [row.ID, nameOfRow(row)]));
  return {
    rows,
    whole,
    sees: chosen ? (ID) => known.has(ID) : reached,
    nameOf: (ID) => known.get(ID) ?? `#${ID}`,
  };
};

export const nameOfRow = ({ displayName, hostName }: ComputerRow): string => displayName || hostName;

/** `about`: whether the report is of a period or of the moment. */
export const frameOf = (
  item: ReportItem,
  tenant: Pick<TenantItem, 'name'>,
  scope: Pick<ReportScope, 'whole' | 'rows'>,
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
