import { routes } from '../../shared/schema/routes/index.ts';
import type { Allow, Route } from '../../shared/schema/routes/route.ts';
import { endpointsInScope } from './endpoints-in-scope.ts';
import { askedInside, withoutUse } from './rights-without-use.ts';

/** Endpoints in scope that do not work yet or never will, and why. */
export const without: Readonly<Record<string, string>> = {};

const shape = (method: string, path: string): string => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;

/** What the table of routes has for an endpoint of the API that this one is compatible with. */
export const routeOf = (method: string, path: string): Route | undefined =>
  routes.find((route) => shape(route.method, route.path) === shape(method, `/api${path}`));

const caller = (allow: Allow): string => {
  if (allow.who === 'tenant-or-operator') return `\`${allow.right.split('.').at(-1)}\`, operator`;
  if (allow.who !== 'tenant') return allow.who;
  return allow.right ? `\`${allow.right.split('.').at(-1)}\`` : 'any role';
};

const rows = (table: Readonly<Record<string, string>>): string =>
  Object.entries(table)
    .map(([path, why]) => `| \`${path.replace(/\.$/, '.*')}\` | ${why} |`)
    .join('\n');

/** docs/api-endpoints.md, whole. */
export const endpointsPage = (): string => {
  const compatible = endpointsInScope.map(([method, path, operation]) => {
    const route = routeOf(method, path);
    const state = route ? 'works' : (without[`${method} ${path}`] ?? 'MISSING');
    return `| ${method} | \`/api${path}\` | \`${operation}\` | ${route ? caller(route.allow) : ''} | ${state} |`;
  });
  const known = new Set(endpointsInScope.map(([method, path]) => shape(method, `/api${path}`)));
  const own = routes
    .filter((route) => !known.has(shape(route.method, route.path)))
    .map((route) => `| ${route.method} | \`${route.path}\` | ${caller(route.allow)} | ${route.summary} |`);
  const works = endpointsInScope.filter(([method, path]) => routeOf(method, path)).length;
  return `# Endpoints

Generated from the route table by \`npm run docs\`; a test says when it is out of date. Schemas of every request and
reply: \`GET /openapi.json\`.

## Compatible with the Deep Security 20.0 Automation API

${works} of ${endpointsInScope.length} in scope work; the others say why not. Out of scope: other protection modules,
cloud connectors, SOAP and the legacy \`/rest\` API. Where the service differs on purpose:
[decisions](decisions.md).

| method | path | SDK operation | who may | state |
|---|---|---|---|---|
${compatible.join('\n')}

## Our own

| method | path | who may | what |
|---|---|---|---|
${own.join('\n')}

## Rights of a role

Rights are asked for as the tables say, by name. Whatever a role may do, it does within its reach (\`allComputers\`,
\`computerIDs\`, \`computerGroupIDs\`, \`allPolicies\`, \`policyIDs\`): what lies outside is not there. Asked for inside:

| right | for |
|---|---|
${rows(askedInside)}

Stored and answered, and asked for by nothing:

| right | why |
|---|---|
${rows(withoutUse)}
`;
};
