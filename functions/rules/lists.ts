import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { ipLists, macLists, portLists } from '../../shared/schema/api/list.ts';
import { listUsers } from './list-users.ts';

/** Lists that rules, application types and settings refer to. */
export const listHandlers = (deps: ApiDeps): readonly Handler[] => [
  ...collectionHandlers(deps, ipLists, {
    events: { title: 'IP List', created: 510, deleted: 511, updated: 512 },
    users: listUsers(deps.store, ['sourceIPListID', 'destinationIPListID'], 'IpListId'),
  }),
  ...collectionHandlers(deps, macLists, {
    events: { title: 'MAC List', created: 530, deleted: 531, updated: 532 },
    users: listUsers(deps.store, ['sourceMACListID', 'destinationMACListID']),
  }),
  ...collectionHandlers(deps, portLists, {
    events: { title: 'Port List', created: 520, deleted: 521, updated: 522 },
    users: listUsers(deps.store, ['sourcePortListID', 'destinationPortListID', 'portListID'], 'PortListId'),
  }),
];
