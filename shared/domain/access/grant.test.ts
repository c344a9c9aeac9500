import { expect, it } from 'vitest';
import { mayGrant } from './grant.ts';
import { allRights } from './rights.ts';
import { auditor, everywhere, fullAccess } from './role.ts';

const nothing = { ...everywhere, rights: [], allComputers: false };

it('lets nobody hand out more than they have', () => {
  expect(mayGrant(fullAccess, auditor, 'the role').ok).toBe(true);
  expect(mayGrant(auditor, auditor, 'the role').ok).toBe(true);
  expect(mayGrant(nothing, nothing, 'the role').ok).toBe(true);
  const missing = allRights.find((right) => !auditor.rights.includes(right));
  expect(mayGrant(auditor, fullAccess, 'the role')).toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining(`${missing}`),
  });
  expect(mayGrant(nothing, { ...nothing, allComputers: true }, 'the role')).toMatchObject({
    kind: 'forbidden',
    message: 'Not authorized: the role reaches all computers, which you do not.',
  });
});
