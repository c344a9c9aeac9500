import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { behaviourPage } from '../docs/behaviour-page.ts';
import { endpointsInScope } from '../docs/endpoints-in-scope.ts';
import { endpointsPage, routeOf, without } from '../docs/endpoints-table.ts';

it('docs/api-endpoints.md is what the route table says; `npm run docs` writes it', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/api-endpoints.md'), 'utf8');
  expect(written).toBe(endpointsPage());
});

it('docs/rule-behaviour.md is what decides; `npm run docs` writes it', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/rule-behaviour.md'), 'utf8');
  expect(written).toBe(behaviourPage());
});

it('every endpoint in scope works, or the table says why not', () => {
  const holes = endpointsInScope
    .filter(([method, path]) => !routeOf(method, path) && !without[`${method} ${path}`])
    .map(([method, path]) => `${method} ${path}`);
  expect(holes).toEqual([]);
});

it('excuses nothing that works', () => {
  const stale = Object.keys(without).filter((line) => {
    const [method = '', path = ''] = line.split(' ');
    return routeOf(method, path);
  });
  expect(stale).toEqual([]);
});
