import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allRights } from '../../shared/domain/access/rights.ts';
import { routes } from '../../shared/schema/routes/index.ts';
import { alertsPage } from '../docs/alerts-page.ts';
import { behaviourPage } from '../docs/behaviour-page.ts';
import { endpointsInScope } from '../docs/endpoints-in-scope.ts';
import { endpointsPage, routeOf, without } from '../docs/endpoints-table.ts';
import { askedInside, withoutUse } from '../docs/rights-without-use.ts';

it('docs/api-endpoints.md is what the route table says; `npm run docs` writes it', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/api-endpoints.md'), 'utf8');
  expect(written).toBe(endpointsPage());
});

it('docs/rule-behaviour.md is what decides; `npm run docs` writes it', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/rule-behaviour.md'), 'utf8');
  expect(written).toBe(behaviourPage());
});

it('docs/alerts.md is the catalogue; `npm run docs` writes it', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/alerts.md'), 'utf8')).toBe(alertsPage());
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

it('every right is asked for by a route or inside of one, or the page says why not, and never both', () => {
  const asked = new Set([
    ...routes.flatMap(({ allow }) => ('right' in allow && allow.right ? [allow.right] : [])),
    ...Object.keys(askedInside),
  ]);
  const excused = (right: string): boolean => Object.keys(withoutUse).some((path) => right.startsWith(path));
  expect(allRights.filter((right) => asked.has(right) === excused(right))).toEqual([]);
  const unknown = Object.keys({ ...askedInside, ...withoutUse }).filter(
    (path) => !allRights.some((right) => right.startsWith(path)),
  );
  expect(unknown).toEqual([]);
});
