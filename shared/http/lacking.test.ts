import { expect, it } from 'vitest';
import { routes } from '../schema/routes/index.ts';
import { lacking } from './lacking.ts';

const said = (id: string): string => {
  const route = routes.find((line) => line.id === id);
  if (!route) throw new Error(`no route ${id}`);
  return lacking(route, 'platformRights.policyRights.canViewOtherPolicies').message;
};

it.each([
  ['listPolicies', 'Not authorized to view policies. '],
  ['describePolicy', 'Not authorized to view policies. '],
  ['deletePolicy', 'Not authorized to delete policies. '],
  ['modifyFirewallRule', 'Not authorized to edit firewall rules. '],
])('%s', (id, words) => {
  expect(said(id)).toBe(`${words}This needs the right platformRights.policyRights.canViewOtherPolicies.`);
});
