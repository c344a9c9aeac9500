import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [key: string]: Json };
  readonly Metadata?: { readonly [key: string]: Json };
  readonly DeletionPolicy?: string;
}

export interface StackTemplate {
  readonly name: string;
  readonly region: string;
  /** data, api, workers, observe */
  readonly part: string;
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** The templates of a cloud assembly. */
export function readAssembly(directory: string): readonly StackTemplate[] {
  const suffix = '.template.json';
  return readdirSync(directory)
    .filter((file) => file.endsWith(suffix))
    .map((file) => {
      const text = readFileSync(join(directory, file), 'utf8');
      const name = file.slice(0, -suffix.length);
      const [, region = '', part = ''] = /^mvp-[a-z0-9]+-(.+)-([a-z]+)$/.exec(name) ?? [];
      return { name, region, part, text, resources: JSON.parse(text).Resources };
    });
}

/** Resources of one type, over all given stacks, by logical id. */
export const ofType = (
  stacks: readonly StackTemplate[],
  type: string,
): readonly { readonly id: string; readonly stack: StackTemplate; readonly resource: Resource }[] =>
  stacks.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, stack, resource })),
  );

/** A value inside a JSON document; undefined where the path ends early. */
export const at = (from: Json | undefined, ...path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (value, step) =>
      value !== null && typeof value === 'object'
        ? (value as { readonly [key: string]: Json })[String(step)]
        : undefined,
    from,
  );

/** A list, also where CloudFormation allows one value to stand for it. */
export const list = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Json];

export interface Lambda {
  readonly name: string;
  readonly id: string;
  readonly stack: StackTemplate;
  readonly resource: Resource;
}

/** Our functions by their folder's name, as the construct path tells it. */
export const lambdas = (stacks: readonly StackTemplate[]): readonly Lambda[] =>
  ofType(stacks, 'AWS::Lambda::Function').map((found) => ({
    ...found,
    name: String(found.resource.Metadata?.['aws:cdk:path']).split('/')[1] ?? '',
  }));

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** As JSON text, so that references can be compared. */
  readonly resources: readonly string[];
  readonly condition: Json | undefined;
}

export const statements = (document: Json | undefined): readonly Statement[] =>
  list(at(document, 'Statement')).map((statement) => ({
    effect: String(at(statement, 'Effect')),
    actions: list(at(statement, 'Action')).map(String),
    resources: list(at(statement, 'Resource')).map((resource) => JSON.stringify(resource)),
    condition: at(statement, 'Condition'),
  }));

/** What a function's role may do. */
export function rightsOf({ stack, resource }: Lambda): readonly Statement[] {
  const role = at(resource.Properties.Role, 'Fn::GetAtt', 0);
  return ofType([stack], 'AWS::IAM::Policy')
    .filter(({ resource: policy }) => list(policy.Properties.Roles).some((r) => at(r, 'Ref') === role))
    .flatMap(({ resource: policy }) => statements(policy.Properties.PolicyDocument));
}
