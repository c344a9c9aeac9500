import type { TenantCaller } from '../../shared/http/caller.ts';
import type { ExportItem } from '../../shared/table/entities/report/export.ts';
import { narrowed, type ReportItem } from '../../shared/table/entities/report/report.ts';

/**
 * Whether what was made for somebody may be given to this caller: who sees every computer may have everything, others
 * what was made for exactly their reach.
 */
export const mayFetch = ({ role }: TenantCaller, { reach }: Pick<ReportItem, 'reach'>): boolean => {
  if (role.allComputers) return true;
  return (
    !reach.allComputers &&
    isWithin(reach.computerIDs, role.computerIDs) &&
    isWithin(reach.computerGroupIDs, role.computerGroupIDs)
  );
};

/** Likewise; what the plane recorded also tells of what concerns no computer, and of policies. */
export const mayFetchEvents = (
  caller: TenantCaller,
  item: Pick<ExportItem, 'reach' | 'eventClass'>,
): boolean => {
  if (!mayFetch(caller, item)) return false;
  if (item.eventClass !== 'system') return true;
  const own = narrowed(caller.role);
  return (own.unrelated || !item.reach.unrelated) && (own.allPolicies || !item.reach.allPolicies) === true;
};

const isWithin = (made: readonly number[] = [], own: readonly number[] = []): boolean => {
  const mine = new Set(own);
  return made.every((ID) => mine.has(ID));
};
