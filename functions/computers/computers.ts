import { randomUUID } from 'node:crypto';
import { reachesComputer } from '../../shared/domain/access/reach.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { MOST_ITEMS, type SearchFilter } from '../../shared/domain/search/filter.ts';
import { search, searchedFields } from '../../shared/domain/search/search.ts';
import { type Handler, on, tooMuch } from '../../shared/http/api.ts';
import type { Hand, TenantCaller } from '../../shared/http/caller.ts';
import { applyLevelBody } from '../../shared/levels/apply-body.ts';
import type { LevelDeps } from '../../shared/levels/deps.ts';
import { loadIpsBook } from '../../shared/levels/rule-book.ts';
import { type FreshComputer, hostNameTaken, saveComputer } from '../../shared/levels/save-computer.ts';
import { type ComputerChange, computerFields } from '../../shared/schema/api/computer/computer.ts';
import { type Expand, type Expandable, expandable, expandOf } from '../../shared/schema/api/expand.ts';
import { computerRoutes } from '../../shared/schema/routes/computers.ts';
import { claimName } from '../../shared/table/entities/access/name-lock.ts';
import { type ComputerItem, readComputer } from '../../shared/table/entities/computer/computer.ts';
import { listComputerRows, type RowPage } from '../../shared/table/entities/computer/computer-rows.ts';
import { readSeenHosts } from '../../shared/table/entities/computer/seen-hosts.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Write } from '../../shared/table/store.ts';
import { loadSurroundings } from './around.ts';
import { computerView, scalars } from './view.ts';

interface Wanted {
  readonly expand?: readonly string[] | undefined;
  readonly overrides?: boolean | undefined;
}

/**
 * What a function of 256 MB (a seventh of a processor) still writes out and packs well within its ten seconds; more
 * is refused at once, and not after the gateway has given up.
 */
const MOST_BYTES = 30_000_000;

/** Of one computer, about: the settings outweigh everything else. */
const bytesOf = (expand: Expand): number => (expand.has('computerSettings') ? 14_000 : 2500);

export const computerHandlers = (deps: LevelDeps): readonly Handler[] => {
  const { store, catalogue } = deps;

  const describe = async (tenant: string, computerID: number, wanted: Wanted) => {
    const item = await readComputer(store, tenant, computerID);
    if (!item) return missing('computer');
    const around = await loadSurroundings(deps, tenant, [item], wanted.overrides ?? false);
    return accept(computerView(item, around(item).host, expandOf(wanted.expand), () => around(item)));
  };

  const find = async ({ tenantID: tenant, role }: TenantCaller, filter: SearchFilter, wanted: Wanted) => {
    const { atMost, ...page } = pageOf(filter);
    // How many there are on a page is not known before it is known which are in reach.
    const listed = await listComputerRows(
      store,
      tenant,
      role.allComputers && atMost ? { ...page, atMost } : page,
    );
    const rows = listed.filter((row) => reachesComputer(role, row));
    const activated = rows.filter(({ activated }) => activated > 0).map(({ ID }) => ID);
    const seen = await readSeenHosts(store, tenant, activated);
    const needed = searchedMembers(filter);
    const asked = expandOf(wanted.expand);
    const expand = asked.size === 0 ? asked : new Set([...asked, ...needed]);
    const first =
      needed.length > 0 && (await loadSurroundings(deps, tenant, rows, wanted.overrides ?? false));
    const views = rows.map((row) =>
      first
        ? computerView(row, seen.get(row.ID), new Set(needed), () => first(row))
        : scalars(row, seen.get(row.ID)),
    );
    const found = search(views, filter, computerFields);
    if (!found.ok) return found;
    const rowByID = new Map(rows.map((row) => [row.ID, row]));
    const shown = found.value.flatMap(({ ID }) => rowByID.get(ID) ?? []);
    if (expand.size === 0) return accept({ computers: shown.map((row) => scalars(row, seen.get(row.ID))) });
    if (shown.length * bytesOf(expand) > MOST_BYTES) return tooMuch;
    const around = await loadSurroundings(deps, tenant, shown, wanted.overrides ?? false);
    return accept({
      computers: shown.map((row) => computerView(row, around(row).host, expand, () => around(row))),
    });
  };

  return [
    on(computerRoutes.listComputers, ({ caller, query }) => find(caller, {}, query)),

    on(computerRoutes.searchComputers, ({ caller, query, body }) => find(caller, body, query)),

    on(computerRoutes.describeComputer, ({ caller, params, query }) =>
      describe(caller.tenantID, params.computerID, query),
    ),

    on(computerRoutes.createComputer, async ({ caller, body, query, now }) => {
      const { tenantID } = caller;
      const twin = (await listComputerRows(store, tenantID)).find(
        ({ hostName }) => hostName.toLowerCase() === body.hostName.toLowerCase(),
      );
      if (twin) {
        const seen = reachesComputer(caller.role, twin);
        return hostNameTaken(twin.hostName, seen ? `computer ${twin.ID}` : undefined);
      }
      const ID = await store.nextID(keys.counter(tenantID, 'computer'), 1);
      const claim = await claimHostName(tenantID, ID, body.hostName);
      if (!claim) return hostNameTaken(body.hostName);
      const created = await change({ caller, now }, ID, body, { item: unmanaged(tenantID, ID), claim });
      if (!created.ok) return created;
      await store.put(
        systemEvent(tenantID, {
          id: `computer-${ID}-created`,
          at: now,
          number: 250,
          severity: 'info',
          title: 'Computer Created',
          actionBy: caller.by.name,
          targetType: 'Computer',
          targetID: ID,
          targetName: body.displayName || body.hostName,
        }),
      );
      return describe(tenantID, ID, query);
    }),

    on(computerRoutes.modifyComputer, async ({ caller, params, query, body, now }) => {
      const changed = await change({ caller, now }, params.computerID, body);
      return changed.ok ? describe(caller.tenantID, params.computerID, query) : changed;
    }),
  ];

  function claimHostName(tenant: string, ID: number, name: string): Promise<Write | undefined> {
    return claimName(store, { tenant, collection: 'computers', ID, name }, async (owner) => {
      const computer = await readComputer(store, tenant, owner);
      return computer?.hostName.toLowerCase() === name.toLowerCase();
    });
  }

  async function change(hand: Hand, ID: number, body: ComputerChange, fresh?: FreshComputer) {
    const none = (['relayListID', 'assetImportanceID'] as const).find((member) => (body[member] ?? 0) > 0);
    if (none) return refuse('invalid', `${none}: there is no such thing here, only 0.`, 'unknown-reference');
    const book = await loadIpsBook(store, hand.caller.tenantID, catalogue);
    const dependenciesOf = (id: number) => book.ipsRule(id)?.dependsOnRuleIDs ?? [];
    return saveComputer(
      deps,
      hand,
      ID,
      ({ own }, before, tree): Outcome<{ item: ComputerItem; own: typeof own }> => {
        const item = withEdited(before, body);
        const level = applyLevelBody(
          { own, above: tree.chain(item.policyID) },
          {
            settings: body.computerSettings,
            firewall: body.firewall,
            intrusionPrevention: body.intrusionPrevention,
          },
          dependenciesOf,
        );
        return level.ok ? accept({ item, own: level.value }) : level;
      },
      fresh,
    );
  }
};

const withEdited = (item: ComputerItem, body: ComputerChange): ComputerItem => ({
  ...item,
  ...(body.hostName !== undefined && { hostName: body.hostName }),
  ...(body.displayName !== undefined && { displayName: body.displayName }),
  ...(body.description !== undefined && { description: body.description }),
  ...(body.groupID !== undefined && { groupID: body.groupID }),
  ...(body.policyID !== undefined && { policyID: body.policyID }),
});

/** A computer before any agent: what a manager shows then (domain/api.md section 7). */
const unmanaged = (tenant: string, ID: number): ComputerItem => ({
  ...keys.computer(tenant, ID),
  kind: 'computer',
  ID,
  hostGUID: randomUUID().toUpperCase(),
  hostName: '',
  displayName: '',
  description: '',
  platform: 'Unknown',
  kernel: '',
  architecture: '',
  agentVersion: '0.0.0.0',
  lastIPUsed: '',
  addresses: [],
  problems: [],
  groupID: 0,
  policyID: 0,
  agentFingerPrint: '',
  activated: 0,
});

/** A page by id needs only its own part of the computers (domain/api.md, Paging idiom). */
const pageOf = ({ searchCriteria = [], maxItems = MOST_ITEMS }: SearchFilter): RowPage => {
  const [only, ...others] = searchCriteria;
  if (!only) return { atMost: Math.min(maxItems, MOST_ITEMS) };
  const byID = only.idTest === 'greater-than' && only.idValue !== undefined && others.length === 0;
  return byID && (only.fieldName ?? 'ID') === 'ID'
    ? { after: Math.max(0, Math.floor(only.idValue ?? 0)), atMost: Math.min(maxItems, MOST_ITEMS) }
    : {};
};

/** The complex members that a search looks into. */
const searchedMembers = (filter: SearchFilter): readonly Expandable[] => {
  const named = new Set(
    searchedFields(filter).flatMap((field) => (field.includes('/') ? (field.split('/')[0] ?? '') : [])),
  );
  return expandable.filter((member) => named.has(member));
};
