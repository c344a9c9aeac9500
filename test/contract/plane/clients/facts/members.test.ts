import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../../../shared/schema/openapi/document.ts';
import { routes } from '../../../../../shared/schema/routes/index.ts';
import { notAnswered, notWritten, resources } from './resources.ts';
import { factsAreHere, type Member, memberTables } from './tables.ts';

/** As far as the walk looks into a JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

const alternatives = (schema: Schema): readonly Schema[] => schema.anyOf?.flatMap(alternatives) ?? [schema];
const membersOf = (schema: Schema | undefined): Readonly<Record<string, Schema>> =>
  schema === undefined
    ? {}
    : Object.assign({}, ...alternatives(schema).map((one) => one.properties ?? membersOf(one.items)));
const typesOf = (schema: Schema): readonly string[] =>
  alternatives(schema).flatMap((one) =>
    one.type === 'array' ? typesOf(one.items ?? {}).map((type) => `${type}[]`) : [one.type ?? ''],
  );
const choicesOf = (schema: Schema): readonly unknown[] =>
  alternatives(schema).flatMap(
    (one) => one.enum ?? (one.items ? choicesOf(one.items) : one.const === undefined ? [] : [one.const]),
  );

const wireType: Readonly<Record<string, string>> = {
  string: 'string',
  int: 'integer',
  long: 'integer',
  bool: 'boolean',
  double: 'number',
};
const typeOf = (written: string): string | undefined => {
  const wire = wireType[written.replace('[]', '')];
  return wire && `${wire}${written.endsWith('[]') ? '[]' : ''}`;
};

const tables = factsAreHere ? memberTables() : new Map<string, readonly Member[]>();
const document = openApiDocument(routes, 'test');

/** What differs between a table of the facts and what the document says of the resource, member by member. */
const deviations = (table: string, path: string, answered: Schema, written: Schema | undefined): string[] =>
  (tables.get(table) ?? []).flatMap((member) => {
    const at = `${path}.${member.name}`;
    const read = membersOf(answered)[member.name];
    const body = membersOf(written)[member.name];
    const found: string[] = [];
    if (!read && !notAnswered.some(([pattern]) => pattern.test(at))) found.push(`${at} is not answered`);
    const unwritten = member.readOnly || member.name === 'ID' || notWritten.some((it) => it.test(at));
    const unanswerable = !read && notAnswered.some(([, why]) => /not offered|no asset|UTC|sign-in/.test(why));
    if (written && !body && !unwritten && !unanswerable) found.push(`${at} cannot be written`);
    for (const [where, schema] of [['answered', read] as const, ['written', body] as const]) {
      if (!schema) continue;
      const type = typeOf(member.type);
      if (type && !typesOf(schema).includes(type)) found.push(`${at} is ${typesOf(schema)} as ${where}`);
      const foreign = choicesOf(schema).filter((choice) => !member.choices.includes(String(choice)));
      if (member.choices.length > 0 && foreign.length > 0) found.push(`${at}: ${foreign} as ${where}`);
    }
    const missing = member.choices.filter((choice) => body && !choicesOf(body).includes(choice));
    if (missing.length > 0) found.push(`${at} cannot be written as ${missing}`);
    const below = member.type.match(/^→(\w+)/)?.[1];
    return below && read ? [...found, ...deviations(below, at, read, body)] : found;
  });

describe.skipIf(!factsAreHere)('members as the recorded facts have them', () => {
  it.each(Object.entries(resources))('%s', (name, path) => {
    expect(tables.get(name)?.length).toBeGreaterThan(1);
    const methods = document.paths[`/api/${path}`];
    const reply = methods?.get?.responses['200'] as { content: Record<string, { schema: Schema }> };
    const body = methods?.post?.requestBody?.content['application/json']?.schema as Schema | undefined;
    expect(deviations(name, name, reply.content['application/json']?.schema ?? {}, body)).toEqual([]);
  });
});
