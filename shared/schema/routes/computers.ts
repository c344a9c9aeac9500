import * as z from 'zod';
import type { Right } from '../../domain/access/rights.ts';
import { pathID } from '../api/common.ts';
import { computer, computerChange, computerQuery, computers, newComputer } from '../api/computer/computer.ts';
import { searchFilter } from '../api/search.ts';
import { levelRoutes } from './level.ts';
import { route } from './route.ts';

const may = <R extends Right>(right: R) => ({ who: 'tenant', right }) as const;
const view = may('platformRights.computerRights.canViewOtherComputers');
const edit = may('platformRights.computerRights.canEditComputerProperties');
const params = z.object({ computerID: pathID });
const fn = 'computers' as const;

/** What computers share with policies: assignments, overrides of rules, settings. */
export const computerLevelRoutes = levelRoutes({
  thing: 'computer',
  path: '/api/computers/{computerID}',
  param: 'computerID',
  function: fn,
  view: view.right,
  edit: edit.right,
});

export const computerRoutes = {
  listComputers: route({
    id: 'listComputers',
    method: 'GET',
    path: '/api/computers',
    function: fn,
    allow: view,
    summary: 'List the computers',
    query: computerQuery,
    reply: computers,
  }),
  createComputer: route({
    id: 'createComputer',
    method: 'POST',
    path: '/api/computers',
    function: fn,
    allow: may('platformRights.computerRights.canCreateNewComputers'),
    summary: 'Create a computer that no agent has activated',
    query: computerQuery,
    body: newComputer,
    reply: computer,
  }),
  searchComputers: route({
    id: 'searchComputers',
    method: 'POST',
    path: '/api/computers/search',
    function: fn,
    allow: view,
    summary: 'Search computers',
    query: computerQuery,
    body: searchFilter,
    reply: computers,
  }),
  describeComputer: route({
    id: 'describeComputer',
    method: 'GET',
    path: '/api/computers/{computerID}',
    function: fn,
    allow: view,
    summary: 'Describe a computer',
    params,
    query: computerQuery,
    reply: computer,
  }),
  modifyComputer: route({
    id: 'modifyComputer',
    method: 'POST',
    path: '/api/computers/{computerID}',
    function: fn,
    allow: edit,
    summary: 'Change the given members of a computer; policyID 0 takes its policy away',
    params,
    query: computerQuery,
    body: computerChange,
    reply: computer,
  }),
  deleteComputer: route({
    id: 'deleteComputer',
    method: 'DELETE',
    path: '/api/computers/{computerID}',
    function: fn,
    allow: may('platformRights.computerRights.canDeleteComputers'),
    summary: 'Deactivate by force and delete: frees the seat (ORD-11)',
    params,
  }),
} as const;
