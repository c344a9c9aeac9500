import { reachesComputer } from '../domain/access/reach.ts';
import { fullAccess } from '../domain/access/role.ts';
import { selects } from '../domain/task/selects.ts';
import type { ComputerRow } from '../table/entities/computer/computer-block.ts';
import { listComputerRows } from '../table/entities/computer/computer-rows.ts';
import type { ReportItem } from '../table/entities/report/report.ts';
import { filterPlaces } from '../table/filter-places.ts';
import type { Store } from '../table/store.ts';
import { computersInReach } from './reach.ts';

/** Computers that a report or an export is about: those asked for, as far as the role of who asked reaches. */
export interface AskedComputers {
  readonly rows: readonly ComputerRow[];
  /** Whether what is told of a computer belongs in; of one that is gone, only where all are meant. */
  readonly sees: (computerID: number) => boolean;
  /** Only some were asked for. */
  readonly chosen: boolean;
  /** Nothing was chosen and nothing is out of reach. */
  readonly whole: boolean;
  readonly nameOf: (computerID: number) => string;
}

export const askedComputers = async (
  store: Store,
  item: Pick<ReportItem, 'tenant' | 'computerFilter' | 'reach'>,
): Promise<AskedComputers> => {
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
    chosen,
    whole,
    sees: chosen ? (ID) => known.has(ID) : reached,
    nameOf: (ID) => known.get(ID) ?? `#${ID}`,
  };
};

export const nameOfRow = ({ displayName, hostName }: ComputerRow): string => displayName || hostName;
