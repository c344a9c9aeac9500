import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { Operation } from '../../../shared/schema/openapi/document.ts';
import { type JsonSchema, sample, validator, wrongValue } from './json-schema.ts';

/** One operation of the OpenAPI document. */
export interface Endpoint {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** A request that must be refused. */
export interface BadRequest {
  readonly name: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Part of the message: the member that is wrong. */
  readonly names?: string;
}

const bodySchema = ({ operation }: Endpoint): JsonSchema | undefined =>
  operation.requestBody?.content['application/json']?.schema as JsonSchema | undefined;

/** A body that the endpoint takes for a thing of one's own. */
export const validBody = (endpoint: Endpoint): unknown => {
  const schema = bodySchema(endpoint);
  return schema && sample(schema);
};

/** Requests that are wrong whatever the endpoint is. */
export const badBodies = (endpoint: Endpoint): BadRequest[] =>
  bodySchema(endpoint) === undefined
    ? []
    : [
        { name: 'malformed JSON', body: '{"name": ' },
        { name: 'an array', body: '[]' },
        { name: 'a string', body: '"text"' },
        { name: 'poisoned members', body: '{"__proto__": {"admin": true}}', names: '__proto__' },
        { name: 'deep nesting', body: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}` },
        { name: 'invalid UTF-8', body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]) },
        { name: 'an oversized body', body: Buffer.alloc(2_000_000, ' ') },
        {
          name: 'an over-compressed body',
          body: gzipSync(Buffer.alloc(30_000_000, ' ')),
          headers: { 'content-encoding': 'gzip' },
        },
        { name: 'a body packed by nobody', body: 'plain', headers: { 'content-encoding': 'gzip' } },
        ...missingMembers(endpoint),
      ];

const missingMembers = (endpoint: Endpoint): BadRequest[] => {
  const whole = validBody(endpoint) as Record<string, unknown>;
  return (bodySchema(endpoint)?.required ?? []).map((name) => {
    const { [name]: _, ...rest } = whole;
    return { name: `without ${name}`, body: JSON.stringify(rest), names: name };
  });
};

/** Ids that are none, for every parameter in the path. A bare `..` is none of them: every client takes it for a way up. */
export const badPaths = ({ path }: Endpoint): BadRequest[] =>
  !path.includes('{')
    ? []
    : ['abc', '0', '-1', '1.5', '99999999999999999999', 'a%00b', '%2e%2e%2fpolicies', '__proto__', '%ff'].map(
        (id) => ({
          name: `the id ${id}`,
          path: path.replace(/\{\w+\}/g, id),
        }),
      );

/** A valid request with one member or one query parameter of a value that its schema does not take. */
export const oneWrongMember = (endpoint: Endpoint): fc.Arbitrary<BadRequest> | undefined => {
  const schema = bodySchema(endpoint);
  const whole = validBody(endpoint) as Record<string, unknown> | undefined;
  const inBody = Object.entries(schema?.properties ?? {}).flatMap(([name, member]) => {
    const wrong = wrongValue(member);
    return wrong
      ? [
          wrong.map((value) => ({
            name: `a wrong ${name}`,
            body: JSON.stringify({ ...whole, [name]: value }),
            names: name,
          })),
        ]
      : [];
  });
  const inQuery = (endpoint.operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name, schema: member }) => {
      const takes = validator(member as JsonSchema);
      const wrong = ['', 'perhaps', '-1', '1e9', 'x'.repeat(3000), '\u0000'].filter((text) => !takes(text));
      return wrong.length === 0
        ? []
        : [
            fc.constantFrom(...wrong).map((text) => ({
              name: `a wrong ${name}`,
              query: `?${name}=${encodeURIComponent(text)}`,
              names: name,
            })),
          ];
    });
  const [first, ...others] = [...inBody, ...inQuery];
  return first && fc.oneof(first, ...others);
};
