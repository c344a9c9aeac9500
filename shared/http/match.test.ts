import { describe, expect, it } from 'vitest';
import { routes } from '../schema/routes/index.ts';
import { matchRoute } from './match.ts';

const found = (method: string, path: string) => {
  const matched = matchRoute(routes, method, path);
  return 'route' in matched ? [matched.route.id, matched.params] : matched.allowed;
};

describe('matchRoute', () => {
  it.each([
    ['GET', '/api/computers', ['listComputers', {}]],
    ['GET', '/api/computers/', ['listComputers', {}]],
    ['POST', '/api/computers/search/', ['searchComputers', {}]],
    ['GET', '/api/policies/7/', ['describePolicy', { policyID: '7' }]],
    ['GET', '/api/apikeys/current', ['describeCurrentApiKey', {}]],
    ['GET', '/api/computers//', []],
    ['GET', '/', []],
    ['PATCH', '/api/computers/', ['GET', 'POST']],
  ])('%s %s', (method, path, expected) => {
    expect(found(method, path)).toEqual(expected);
  });

  it('takes a slash at the end of every path of the table for none', () => {
    for (const { method, path, id } of routes) expect(found(method, `${path}/`)[0], path).toBe(id);
  });
});
