import { emptyLevel } from '../../shared/domain/policy/level.ts';
import type { LevelDeps } from '../../shared/levels/deps.ts';
import { loadIpsBook } from '../../shared/levels/rule-book.ts';
import { loadTree } from '../../shared/levels/tree.ts';
import type { ComputerRow } from '../../shared/table/entities/computer/computer-block.ts';
import {
  type ComputerOverridesItem,
  listComputerOverrides,
  readComputerOverrides,
} from '../../shared/table/entities/computer/computer-overrides.ts';
import { type HostItem, listHosts, readHost } from '../../shared/table/entities/computer/host.ts';
import { readTenantRules } from '../../shared/table/entities/rules/tenant-rules.ts';
import type { Store } from '../../shared/table/store.ts';
import { type Around, type Shape, shapeOf } from './view.ts';

/** More than this are read by the partition, not one by one. */
const FEW = 50;

/** What the complex members of these computers are made of. */
export const loadSurroundings = async (
  { store, catalogue }: LevelDeps,
  tenant: string,
  rows: readonly ComputerRow[],
  ownOnly: boolean,
): Promise<(row: ComputerRow) => Around> => {
  const few = rows.length <= FEW;
  const [tree, book, rules, hosts, overrides] = await Promise.all([
    loadTree(store, tenant),
    loadIpsBook(store, tenant, catalogue),
    readTenantRules(store, tenant),
    few ? some(store, tenant, rows, readHost) : listHosts(store, tenant),
    few ? some(store, tenant, rows, readComputerOverrides) : listComputerOverrides(store, tenant),
  ]);
  const hostByID = new Map(hosts.map((host: HostItem) => [host.ID, host]));
  const ownByID = new Map(overrides.map((own: ComputerOverridesItem) => [own.ID, own]));
  const shapes = new Map<number, Shape>();
  const shared = (policyID: number): Shape => {
    const shape = shapes.get(policyID) ?? shapeOf([emptyLevel, ...tree.chain(policyID)], ownOnly, book);
    shapes.set(policyID, shape);
    return shape;
  };
  return ({ ID, policyID }) => {
    const own = ownByID.get(ID);
    return {
      host: hostByID.get(ID),
      shape: own ? shapeOf([own, ...tree.chain(policyID)], ownOnly, book) : shared(policyID),
      ownOnly,
      rules: rules?.applied.version,
      now: store.now(),
    };
  };
};

const some = async <T>(
  store: Store,
  tenant: string,
  rows: readonly ComputerRow[],
  read: (store: Store, tenant: string, ID: number) => Promise<T | undefined>,
): Promise<T[]> =>
  (await Promise.all(rows.map(({ ID }) => read(store, tenant, ID)))).filter((item) => item !== undefined);
