import { absent, any, equals } from '../../shared/table/condition.ts';
import {
  askForAll,
  configurationStamp,
  readConfigurationMark,
} from '../../shared/table/entities/policy/configuration-mark.ts';
import type { SweepDeps } from './deps.ts';
import { isTurnOf } from './turn.ts';

/**
 * Finds contents that are behind what they are compiled from, because the stream gave a record up, and has the stream
 * compile all of the tenant's again. An ordinary change is asked for once more too: that finds nothing to write.
 * Tenants take turns, so that reading what they configured costs an hourly look each.
 */
export const checkConfiguration = async ({ store, now }: SweepDeps, tenant: string): Promise<void> => {
  if (!isTurnOf(tenant, now())) return;
  const [stamp, mark] = [await configurationStamp(store, tenant), await readConfigurationMark(store, tenant)];
  if (stamp === undefined || mark?.compiled === stamp) return;
  await store.put(
    askForAll(tenant, stamp, now()),
    mark ? any(absent('pk'), equals('at', mark.at)) : absent('pk'),
  );
};
