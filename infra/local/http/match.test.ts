import { describe, expect, it } from 'vitest';
import { matcher } from './match.ts';

const route = (routeKey: string) => {
  const [method = '', path = '$default'] = routeKey.split(' ');
  return { method, path, routeKey, functionArn: routeKey, timeoutMs: 1 };
};

const match = matcher(
  [
    'ANY /api/{proxy+}',
    'ANY /api/hosts/{hostID}',
    'GET /api/hosts/{hostID}',
    'ANY /api/hosts/new',
    'ANY /api/hosts/{hostID}/events',
    'ANY /api/hosts/{proxy+}',
    'ANY /api/hosts',
  ].map(route),
);

describe('matcher', () => {
  it.each([
    ['GET', '/api/hosts', 'ANY /api/hosts', {}],
    ['POST', '/api/hosts/new', 'ANY /api/hosts/new', {}],
    ['GET', '/api/hosts/7', 'GET /api/hosts/{hostID}', { hostID: '7' }],
    ['PUT', '/api/hosts/7', 'ANY /api/hosts/{hostID}', { hostID: '7' }],
    ['GET', '/api/hosts/7/events', 'ANY /api/hosts/{hostID}/events', { hostID: '7' }],
    ['GET', '/api/hosts/7/rules/1', 'ANY /api/hosts/{proxy+}', { proxy: '7/rules/1' }],
    ['GET', '/api/policies', 'ANY /api/{proxy+}', { proxy: 'policies' }],
    ['GET', '/api/hosts/', 'ANY /api/hosts/{proxy+}', { proxy: '' }],
    ['GET', '/api/hosts/7/', 'ANY /api/hosts/{proxy+}', { proxy: '7/' }],
  ])('%s %s goes to %s', (method, path, routeKey, pathParameters) => {
    expect(match(method, path)).toEqual({ route: route(routeKey), pathParameters });
  });

  it.each(['/api', '/', '/other/hosts'])('%s goes nowhere', (path) => {
    expect(match('GET', path)).toBeUndefined();
  });

  it('falls back to $default', () => {
    const found = matcher([route('$default'), route('ANY /a')])('GET', '/b');
    expect(found?.route.path).toBe('$default');
  });
});
