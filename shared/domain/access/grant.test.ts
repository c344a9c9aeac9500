import { expect, it } from 'vitest';
import { mayGrant } from './grant.ts';
import { allRights } from './rights.ts';
import { auditor, fullAccess } from './role.ts';

it('lets nobody hand out more than they have', () => {
  expect(mayGrant(fullAccess.rights, auditor.rights, 'the role').ok).toBe(true);
  expect(mayGrant(auditor.rights, auditor.rights, 'the role').ok).toBe(true);
  expect(mayGrant([], [], 'the role').ok).toBe(true);
  const missing = allRights.find((right) => !auditor.rights.includes(right));
  expect(mayGrant(auditor.rights, fullAccess.rights, 'the role')).toMatchObject({
    kind: 'forbidden',
    message: expect.stringContaining(`${missing}`),
  });
});
