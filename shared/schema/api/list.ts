import * as z from 'zod';
import { parseInterval } from '../../domain/firewall/address.ts';
import { defineCollection } from './collection.ts';
import { description, ID, name } from './common.ts';

/** More than any list of a manager's; an item of the table holds it. */
const MOST_ENTRIES = 5000;

/** A `#` begins a comment in an entry, as the console lets people write them. */
const bare = (entry: string): string => entry.replace(/#.*$/, '').trim();

const entries = (fits: (bare: string) => boolean, what: string) =>
  z
    .array(
      z
        .string()
        .max(254)
        .refine((entry) => bare(entry) === '' || fits(bare(entry)), what),
    )
    .max(MOST_ENTRIES)
    .default([]);

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;

const isPortRange = (text: string): boolean => {
  const [from = '', to = from, ...rest] = text.split('-').map((part) => part.trim());
  return rest.length === 0 && isPort(from) && isPort(to) && Number(from) <= Number(to);
};

const body = <E extends z.ZodType>(items: E) =>
  z.object({ name, description: description.default(''), items });

const read = z.object({ ID, name: z.string(), description: z.string(), items: z.array(z.string()) });
const fields = { name: 'string', description: 'string' } as const;

export const ipLists = defineCollection({
  path: '/api/iplists',
  envelope: 'ipLists',
  param: 'ipListID',
  thing: 'IP list',
  function: 'rules',
  body: body(
    entries(
      (text) => parseInterval(text) !== null,
      'must be an address, a network such as 10.0.0.0/8 or 10.0.0.0/255.0.0.0, or a range such as 10.0.0.1 - 10.0.0.9',
    ),
  ),
  read,
  fields,
  rights: {
    create: 'platformRights.iplistRights.canCreateNewIPLists',
    edit: 'platformRights.iplistRights.canEditIPListProperties',
    remove: 'platformRights.iplistRights.canDeleteIPLists',
  },
});

export const macLists = defineCollection({
  path: '/api/maclists',
  envelope: 'macLists',
  param: 'macListID',
  thing: 'MAC list',
  function: 'rules',
  body: body(
    entries(
      (text) => /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text),
      'must be a MAC address such as 00:11:22:AA:BB:CC',
    ),
  ),
  read,
  fields,
  rights: {
    create: 'firewallRights.macListRights.canCreateNewMACLists',
    edit: 'firewallRights.macListRights.canEditMACListProperties',
    remove: 'firewallRights.macListRights.canDeleteMACLists',
  },
});

export const portLists = defineCollection({
  path: '/api/portlists',
  envelope: 'portLists',
  param: 'portListID',
  thing: 'port list',
  function: 'rules',
  body: body(entries(isPortRange, 'must be a port or a range such as 8000-8010')),
  read,
  fields,
  rights: {
    create: 'platformRights.portListRights.canCreateNewPortLists',
    edit: 'platformRights.portListRights.canEditPortListProperties',
    remove: 'platformRights.portListRights.canDeletePortLists',
  },
});
