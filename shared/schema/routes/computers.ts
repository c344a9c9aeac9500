import * as z from 'zod';
import { pathID } from '../api/common.ts';
import { computer, computerChange, computers } from '../api/computer.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'platformRights.computerRights.canViewOtherComputers' } as const;
const params = z.object({ computerID: pathID });
const fn = 'computers' as const;

export const computerRoutes = {
  listComputers: route({
    id: 'listComputers',
    method: 'GET',
    path: '/api/computers',
    function: fn,
    allow: view,
    summary: 'List the computers',
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
    reply: computer,
  }),
  modifyComputer: route({
    id: 'modifyComputer',
    method: 'POST',
    path: '/api/computers/{computerID}',
    function: fn,
    allow: { who: 'tenant', right: 'platformRights.computerRights.canEditComputerProperties' },
    summary: 'Change the given members of a computer; policyID 0 takes its policy away',
    params,
    body: computerChange,
    reply: computer,
  }),
  deleteComputer: route({
    id: 'deleteComputer',
    method: 'DELETE',
    path: '/api/computers/{computerID}',
    function: fn,
    allow: { who: 'tenant', right: 'platformRights.computerRights.canDeleteComputers' },
    summary: 'Deactivate by force and delete: frees the seat (ORD-11)',
    params,
  }),
} as const;
