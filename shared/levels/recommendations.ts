import { effectiveOf } from '../domain/policy/effective.ts';
import type { Level } from '../domain/policy/level.ts';
import { adviceOf } from '../domain/recommendation/left-to-people.ts';
import { readAdvisories } from '../table/entities/scan/advisories.ts';
import { readScan, type ScanItem, scanStatus } from '../table/entities/scan/scan.ts';
import type { Store } from '../table/store.ts';
import type { IpsBook } from './rule-book.ts';

/** Scans that a policy's lists are made of; a larger policy's lists are those of so many of its computers. */
const MOST_SCANS = 500;
const AT_ONCE = 25;

type Scan = Pick<ScanItem, 'recommended' | 'unneeded' | 'decided' | 'problem'>;

export interface Scanned {
  readonly scan: Scan | undefined;
  /** Epoch ms of the last change of advisories. */
  readonly advisoriesChanged: number;
}

/** What scans say of a computer; only answers about intrusion prevention ask. */
export const scanOfComputer = async (store: Store, tenant: string, ID: number): Promise<Scanned> => {
  const [scan, advisories] = await Promise.all([readScan(store, tenant, ID), readAdvisories(store)]);
  return { scan, advisoriesChanged: advisories?.changed ?? 0 };
};

/**
 * What scans say of all computers of a policy together: needed is what any of them needs, not needed is what some do
 * not need and none does. The oldest date counts, since the union is no newer.
 */
export const scanOfComputers = async (
  store: Store,
  tenant: string,
  computerIDs: readonly number[],
): Promise<Scanned> => {
  const asked = computerIDs.slice(0, MOST_SCANS);
  const scans: ScanItem[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE).map((ID) => readScan(store, tenant, ID));
    scans.push(...(await Promise.all(some)).filter((scan) => scan !== undefined));
  }
  const advisoriesChanged = (await readAdvisories(store))?.changed ?? 0;
  if (scans.length === 0) return { scan: undefined, advisoriesChanged };
  const recommended = union(scans.map((scan) => scan.recommended));
  const needed = new Set(recommended);
  const decided = scans.flatMap((scan) => scan.decided ?? []);
  const failed = scans.find(({ problem }) => problem !== undefined)?.problem;
  return {
    scan: {
      recommended,
      unneeded: union(scans.map((scan) => scan.unneeded)).filter((ID) => !needed.has(ID)),
      ...(decided.length > 0 ? { decided: Math.min(...decided) } : failed && { problem: failed }),
    },
    advisoriesChanged,
  };
};

const union = (lists: readonly (readonly number[])[]): number[] =>
  [...new Set(lists.flat())].sort((a, b) => a - b);

/** The scan's members of intrusion prevention assignments, with what is assigned now. */
export const recommendationView = (
  { scan, advisoriesChanged }: Scanned,
  chain: readonly Level[],
  book: IpsBook,
) => {
  const recommendationScanStatus = scanStatus(scan, advisoriesChanged);
  if (scan?.decided === undefined) return { recommendationScanStatus };
  const advice = adviceOf(scan, effectiveOf(chain), (ID) => book.ipsRule(ID));
  return {
    recommendationScanStatus,
    lastRecommendationScanDate: scan.decided,
    recommendedToAssignRuleIDs: [...advice.toAssign],
    recommendedToUnassignRuleIDs: [...advice.toUnassign],
  };
};
