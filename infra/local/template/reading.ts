import type { Assembly, Resource } from './assembly.ts';
import type { Resolve } from './resolve.ts';

/** A resource with its values resolved when they are asked for, and with its kind checked. */
export interface Reading {
  readonly resource: Resource;
  /** `Ref` or an attribute of the resource itself. */
  self(attribute: string): string;
  text(...path: string[]): string | undefined;
  number(...path: string[]): number | undefined;
  list(...path: string[]): readonly unknown[];
  raw(...path: string[]): unknown;
  must(...path: string[]): string;
}

/** Reads resources of one type; a value of the wrong kind throws with the place it was found at. */
export function readings(assembly: Assembly, resolve: Resolve, ...types: string[]): Reading[] {
  return assembly.resources
    .filter((resource) => types.includes(resource.type))
    .map((resource) => reading(resource, resolve));
}

function reading(resource: Resource, resolve: Resolve): Reading {
  const at = (path: readonly string[]): string => `${resource.stack}/${resource.logicalId}.${path.join('.')}`;
  const raw = (...path: string[]): unknown => {
    let value: unknown = resource.properties;
    for (const step of path) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = (value as Record<string, unknown>)[step];
    }
    return value === undefined ? undefined : resolve(resource.stack, value);
  };
  const text = (...path: string[]): string | undefined => {
    const value = raw(...path);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new Error(`${at(path)} is not a text`);
  };
  return {
    resource,
    raw,
    text,
    self: (attribute) => {
      const value =
        attribute === 'Ref' ? { Ref: resource.logicalId } : { 'Fn::GetAtt': [resource.logicalId, attribute] };
      return String(resolve(resource.stack, value));
    },
    number: (...path) => {
      const value = text(...path);
      if (value === undefined) return undefined;
      if (!Number.isFinite(Number(value))) throw new Error(`${at(path)} is not a number`);
      return Number(value);
    },
    list: (...path) => {
      const value = raw(...path) ?? [];
      if (!Array.isArray(value)) throw new Error(`${at(path)} is not a list`);
      return value;
    },
    must: (...path) => {
      const value = text(...path);
      if (value === undefined) throw new Error(`${at(path)} is missing`);
      return value;
    },
  };
}
