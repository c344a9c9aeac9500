import * as fc from 'fast-check';
import * as z from 'zod';

/** A JSON Schema as the OpenAPI document has it, as far as the tests look into it. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly format?: string;
}

const byFormat: Readonly<Record<string, string>> = {
  email: 'someone@example.com',
  ipv4: '192.0.2.1',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** The smallest value that a schema takes: required members only. */
export const sample = (schema: JsonSchema): unknown => {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
    case 'string':
      return byFormat[schema.format ?? ''] ?? 'x'.repeat(Math.max(1, schema.minLength ?? 0));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    default:
      return 'x';
  }
};

/** Whether a schema takes a value, by a validator that is made from the schema alone. */
export const validator = (schema: JsonSchema): ((value: unknown) => boolean) => {
  const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  return (value) => read.safeParse(value).success;
};

const hostile: readonly unknown[] = [
  1e308,
  -1,
  2 ** 60,
  0.5,
  true,
  '',
  ' ',
  'nonsense',
  'x'.repeat(50_000),
  '\u0000\ud800',
  '__proto__',
  [],
  [[[[[[[[]]]]]]]],
  [{ wrong: [1e308] }],
  { wrong: { wrong: { wrong: 'wrong' } } },
];

/** Null is left out: a null member is one that is not given. */
const noNulls = (value: unknown): boolean => !/\bnull\b/.test(JSON.stringify(value) ?? 'null');

/** Values that a schema does not take; undefined where it takes everything. */
export const wrongValue = (schema: JsonSchema): fc.Arbitrary<unknown> | undefined => {
  const takes = validator(schema);
  const known = hostile.filter((value) => !takes(value));
  if (known.length === 0) return undefined;
  const random = fc
    .jsonValue({ maxDepth: 3 })
    .map((value) => (noNulls(value) && !takes(value) ? value : known[0]));
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: random });
};
