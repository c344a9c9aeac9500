import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { routes } from '../routes/index.ts';
import { openApiDocument } from './document.ts';

const document = openApiDocument(routes, '1.0.0');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  it('has every route once, by a name of its own', () => {
    expect(operations).toHaveLength(routes.length);
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('declares every parameter of a path, and no other', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const declared = (operation.parameters ?? []).filter((each) => each.in === 'path');
      expect([path, declared.map(({ name }) => name).sort()]).toEqual([path, inPath]);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('refers to nothing that is not there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of new Set(refs)) {
      const found = ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
      expect([ref, typeof found]).toEqual([ref, 'object']);
    }
  });

  it('says of every operation what it does, who may call it and how it is refused', () => {
    for (const { path, operation } of operations) {
      expect([path, operation.summary.length > 5, operation.tags.length]).toEqual([path, true, 1]);
      expect(Object.keys(operation.responses)).toEqual(['200', '4XX']);
      if (path.startsWith('/api/')) expect(operation.security).not.toEqual([]);
    }
  });

  it('has schemas that JSON Schema tools can read', () => {
    for (const { path, operation } of operations) {
      for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
        expect(() => z.fromJSONSchema(schema as never), path).not.toThrow();
      }
    }
  });

  it('survives JSON and stays small enough to be answered', () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toEqual(document);
    expect(text.length).toBeLessThan(4_000_000);
  });
});
