import * as z from 'zod';
import { exposureShardOf, keys, partitions } from '../../keys.ts';
import type { Page, Range, Store } from '../../store.ts';
import type { ScanDetail } from './scan-detail.ts';

/** A computer that is open to a CVE; written when a scan finds it, gone when one finds it repaired. */
export const exposureItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('exposure'),
  tenant: z.string(),
  CVE: z.string(),
  ID: z.number(),
  status: z.enum(['affected', 'unknown']),
  package: z.string(),
  version: z.string(),
  fixedIn: z.string(),
  advisory: z.string(),
});
export type ExposureItem = z.infer<typeof exposureItem>;

export const listExposures = (
  store: Store,
  tenant: string,
  CVE: string,
  range: Pick<Range, 'after' | 'limit'>,
): Promise<Page<ExposureItem>> =>
  store.query(partitions.exposures(tenant, exposureShardOf(CVE)), exposureItem, {
    prefix: `${CVE}#`,
    ...range,
  });

const AT_ONCE = 25;

type Exposures = ScanDetail['exposures'];

/** Writes only what a scan changed. Doing it again does no harm. */
export const writeExposures = async (
  store: Store,
  tenant: string,
  ID: number,
  before: Exposures,
  after: Exposures,
): Promise<void> => {
  const said = (exposures: Exposures) =>
    new Map(exposures.map((each) => [each.CVE, JSON.stringify(sayings(each))]));
  const old = said(before);
  const fresh = said(after);
  const changed = after.filter((each) => old.get(each.CVE) !== fresh.get(each.CVE));
  const gone = before.filter((each) => !fresh.has(each.CVE));
  const writes = [
    ...changed.map((each) => () => {
      const item: ExposureItem = {
        ...keys.exposure(tenant, each.CVE, ID),
        kind: 'exposure',
        tenant,
        ID,
        ...each,
      };
      return store.put(item);
    }),
    ...gone.map((each) => () => store.remove(keys.exposure(tenant, each.CVE, ID))),
  ];
  for (let from = 0; from < writes.length; from += AT_ONCE) {
    await Promise.all(writes.slice(from, from + AT_ONCE).map((write) => write()));
  }
};

const sayings = ({ status, package: name, version, fixedIn, advisory }: Exposures[number]) => [
  status,
  name,
  version,
  fixedIn,
  advisory,
];
