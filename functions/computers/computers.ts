import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { computerRoutes } from '../../shared/schema/routes/computers.ts';
import { exists } from '../../shared/table/condition.ts';
import {
  type ComputerItem,
  headOf,
  listComputers,
  readComputer,
} from '../../shared/table/entities/computer.ts';
import { configurationRecords } from '../../shared/table/entities/configuration-records.ts';
import { hostItem, listHosts } from '../../shared/table/entities/host.ts';
import { listPolicies, readPolicy } from '../../shared/table/entities/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Write } from '../../shared/table/store.ts';
import { computerView } from './view.ts';

export const computerHandlers = ({ store }: ApiDeps): readonly Handler[] => {
  const describe = async (tenant: string, computerID: number) => {
    const [item, host, policies] = await Promise.all([
      readComputer(store, tenant, computerID),
      store.get(keys.host(tenant, computerID), hostItem),
      listPolicies(store, tenant),
    ]);
    return item ? accept(computerView(item, host, policies)) : missing('computer');
  };

  return [
    on(computerRoutes.listComputers, async ({ caller }) => {
      const [items, hosts, policies] = await Promise.all([
        listComputers(store, caller.tenantID),
        listHosts(store, caller.tenantID),
        listPolicies(store, caller.tenantID),
      ]);
      const byID = new Map(hosts.map((host) => [host.ID, host]));
      return accept({ computers: items.map((item) => computerView(item, byID.get(item.ID), policies)) });
    }),

    on(computerRoutes.describeComputer, ({ caller, params }) => describe(caller.tenantID, params.computerID)),

    on(computerRoutes.modifyComputer, async ({ caller, params, body, now }) => {
      const { tenantID } = caller;
      const key = keys.computer(tenantID, params.computerID);
      const set = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      if (Object.keys(set).length === 0) return describe(tenantID, params.computerID);
      if (body.policyID && !(await readPolicy(store, tenantID, body.policyID))) {
        return refuse('invalid', `policyID: there is no policy ${body.policyID}.`, 'unknown-policy');
      }
      const [item, host] = await Promise.all([
        readComputer(store, tenantID, params.computerID),
        store.get(keys.host(tenantID, params.computerID), hostItem),
      ]);
      if (!item) return missing('computer');
      const writes: Write[] = [
        { update: key, change: { set }, if: exists('pk') },
        ...configurationRecords(tenantID, {
          what: 'computer-updated',
          target: { ID: item.ID, name: item.displayName || item.hostName },
          at: now,
          by: caller.by,
          detail: changedMembers(set, item),
        }),
      ];
      if (body.policyID !== undefined && host)
        writes.push(follow(tenantID, params.computerID, body.policyID));
      const written = await store.transact(writes);
      return written.ok ? describe(tenantID, params.computerID) : missing('computer');
    }),
  ];
};

const MOST_SAID = 100;

const changedMembers = (set: Readonly<Record<string, unknown>>, before: ComputerItem): string =>
  Object.entries(set)
    .map(([member, value]) => {
      const was = String(before[member as keyof ComputerItem] ?? '').slice(0, MOST_SAID);
      return `${member} "${was}" to "${String(value).slice(0, MOST_SAID)}"`;
    })
    .join('; ');

/** The host's item names the content it follows, so that a beat needs no look at the computer. */
const follow = (tenant: string, computerID: number, policyID: number): Write => {
  const head = headOf(policyID);
  return {
    update: keys.host(tenant, computerID),
    change: head ? { set: { head } } : { remove: ['head'] },
    if: exists('pk'),
  };
};
