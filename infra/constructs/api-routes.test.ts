import { describe, expect, test } from 'vitest';
import type { HttpFunction } from '../../shared/schema/routes/route.ts';
import { apiRoutes } from './api-routes.ts';

const table = (lines: Record<string, HttpFunction>) =>
  apiRoutes(Object.entries(lines).map(([path, owner]) => ({ path, function: owner }))).map(
    (route) => `${route.path} ${route.function}`,
  );

describe('resource families', () => {
  test('every endpoint of a family goes through the same two routes', () => {
    expect(
      table({
        '/api/policies': 'policy',
        '/api/policies/{policyID}': 'policy',
        '/api/policies/{policyID}/firewall/rules': 'policy',
        '/api/orders': 'orders',
      }),
    ).toEqual([
      '/api/policies policy',
      '/api/policies/{proxy+} policy',
      '/api/orders orders',
      '/api/orders/{proxy+} orders',
    ]);
  });

  test('a family of two functions is divided where they part', () => {
    expect(
      table({
        '/agent/v1/activate': 'activation',
        '/agent/v1/beat': 'agent-link',
        '/agent/v1/events/{batchID}': 'agent-link',
      }),
    ).toEqual([
      '/agent/v1/activate activation',
      '/agent/v1/activate/{proxy+} activation',
      '/agent/v1/beat agent-link',
      '/agent/v1/beat/{proxy+} agent-link',
      '/agent/v1/events agent-link',
      '/agent/v1/events/{proxy+} agent-link',
    ]);
  });

  test('a shared family keeps the owner of its own path, and parameters stay in place', () => {
    expect(
      table({
        '/api/computers': 'computers',
        '/api/computers/{computerID}': 'computers',
        '/api/computers/{id}/intrusionprevention/rules': 'policy',
      }),
    ).toEqual([
      '/api/computers computers',
      '/api/computers/{computerID} computers',
      '/api/computers/{computerID}/intrusionprevention policy',
      '/api/computers/{computerID}/intrusionprevention/{proxy+} policy',
    ]);
  });

  test('a path shorter than a family is taken as it stands', () => {
    expect(table({ '/health': 'operator', '/api/orders': 'orders' })).toEqual([
      '/health operator',
      '/api/orders orders',
      '/api/orders/{proxy+} orders',
    ]);
  });

  test('one path of two functions is an error of the table', () => {
    expect(() =>
      apiRoutes([
        { path: '/api/orders/{a}', function: 'orders' },
        { path: '/api/orders/{b}', function: 'alerts' },
      ]),
    ).toThrow('route table: /api/orders/{a} belongs to orders and alerts');
  });

  test('an empty table has no routes', () => {
    expect(apiRoutes([])).toEqual([]);
  });
});
