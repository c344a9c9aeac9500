import * as z from 'zod';
import type { Allow, Format, Route } from '../routes/route.ts';

type Json = Readonly<Record<string, unknown>>;

/** As far as tests and readers look at it; the rest is as OpenAPI 3.1 has it. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Json;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
  readonly tags: readonly Json[];
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Json[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<Record<string, Json>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Json;
}

const JSON_TYPE = 'application/json';
const typeOf: Readonly<Record<Format, string>> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** The OpenAPI 3.1 document of a route table; every schema is the one that requests are parsed with. */
export const openApiDocument = (routes: readonly Route[], version: string): OpenApiDocument => {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  const tags = [...new Set(routes.map((route) => route.function))].map((name) => ({ name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Managed Virtual Patch',
      version,
      description:
        'Management API after the conventions of the Deep Security Automation API, the operator’s and the agents’ routes. SOAP and the legacy /rest API are not offered.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: { securitySchemes, responses: { Refused: refused }, schemas: { Refusal: refusal } },
    tags,
  };
};

const operation = (route: Route): Operation => {
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.path.startsWith('/api/') ? [apiVersion] : []),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.function],
    security: securityOf(route.allow),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { content: { [JSON_TYPE]: { schema: schemaOf(route.body) } } },
    }),
    ...(route.rawBody && {
      requestBody: { content: { 'application/octet-stream': { schema: {} } } },
    }),
    responses: {
      200: {
        description: 'Done.',
        ...(route.reply && {
          content: {
            [JSON_TYPE]: { schema: schemaOf(route.reply) },
            ...Object.fromEntries(
              (route.formats ?? []).map((format) => [typeOf[format], { schema: { type: 'string' } }]),
            ),
          },
        }),
      },
      '4XX': { $ref: '#/components/responses/Refused' },
    },
  };
};

/** Bodies and replies as they are on the wire. What has no JSON form (bytes) is any value. */
const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
};

const parametersOf = (shape: z.ZodObject | undefined, where: 'path' | 'query'): readonly Parameter[] =>
  Object.entries<z.ZodType>(shape?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || !schema.safeParse(undefined).success,
    schema: schemaOf(schema),
  }));

const apiVersion: Parameter = {
  name: 'api-version',
  in: 'header',
  required: true,
  schema: { type: 'string', pattern: '^v\\d$' },
};

const securityOf = (allow: Allow): readonly Json[] => {
  switch (allow.who) {
    case 'tenant':
    case 'tenant-or-operator':
      return [{ apiKey: [] }, { person: [] }];
    case 'operator':
      return [{ apiKey: [] }];
    case 'agent':
    case 'activating':
      return [{ agentProof: [] }];
    case 'anyone':
      return [];
  }
};

const securitySchemes = {
  apiKey: { type: 'apiKey', in: 'header', name: 'api-secret-key' },
  person: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  agentProof: {
    type: 'apiKey',
    in: 'header',
    name: 'authorization',
    description:
      'MVP-Agent with a compact JWS (EdDSA) over method, path, body digest, time and request counter.',
  },
};

const refusal = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string', description: 'Names the member or thing and what to do.' },
    reason: { type: 'string', description: 'A stable word for programs.' },
    field: { type: 'string', description: 'The member that is wrong, as a dotted path.' },
  },
};

const refused = {
  description: 'Refused, and nothing was changed.',
  content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Refusal' } } },
};
