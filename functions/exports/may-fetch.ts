import type { TenantCaller } from '../../shared/http/caller.ts';
import type { ReportItem } from '../../shared/table/entities/report/report.ts';

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

const isWithin = (made: readonly number[] = [], own: readonly number[] = []): boolean => {
  const mine = new Set(own);
  return made.every((ID) => mine.has(ID));
};
