import type { Assembly, Resource } from './assembly.ts';
import { attributesOf, localAccount, physicalName, type Surroundings } from './names.ts';

/** Resolves the intrinsic functions of a template value as seen from the stack that holds it. */
export type Resolve = (stack: string, value: unknown) => unknown;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A resolver for Ref, Fn::GetAtt, Fn::ImportValue, Fn::Join, Fn::Sub, Fn::Select and Fn::Split. Any other
 * function throws when it is met: a value that is silently wrong here would be right in the cloud.
 */
export function resolver(assembly: Assembly, around: Surroundings): Resolve {
  const resources = new Map(assembly.resources.map((r) => [`${r.stack}/${r.logicalId}`, r]));
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Region': assembly.region,
    'AWS::AccountId': localAccount,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };

  const attribute = (stack: string, logicalId: string, name: string): string => {
    if (name === 'Ref' && logicalId === 'AWS::StackName') return stack;
    const fixed = name === 'Ref' ? pseudo[logicalId] : undefined;
    if (fixed !== undefined) return fixed;
    const resource: Resource | undefined = resources.get(`${stack}/${logicalId}`);
    if (!resource) throw new Error(`${stack} refers to ${logicalId}, which it does not hold`);
    const named = physicalName(resource, (value) => resolve(stack, value));
    const known = attributesOf(resource, named, around)?.[name];
    if (known === undefined) {
      throw new Error(`${name} of ${stack}/${logicalId} (${resource.type}) has no meaning on one machine`);
    }
    return known;
  };

  const text = (stack: string, value: unknown): string => {
    const resolved = resolve(stack, value);
    if (typeof resolved === 'string' || typeof resolved === 'number' || typeof resolved === 'boolean') {
      return String(resolved);
    }
    throw new Error(`expected a text in ${stack}, found ${JSON.stringify(resolved)}`);
  };

  const list = (stack: string, value: unknown): unknown[] => {
    const resolved = resolve(stack, value);
    if (!Array.isArray(resolved)) throw new Error(`expected a list in ${stack}`);
    return resolved;
  };

  const substitute = (stack: string, argument: unknown): string => {
    const [pattern, given] = Array.isArray(argument) ? argument : [argument, {}];
    const own = isRecord(given) ? given : {};
    return text(stack, pattern).replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return text(stack, own[name]);
      const [logicalId = '', ...rest] = name.split('.');
      return attribute(stack, logicalId, rest.join('.') || 'Ref');
    });
  };

  const imported = (stack: string, argument: unknown): unknown => {
    const name = text(stack, argument);
    const found = assembly.exports.get(name);
    if (!found) throw new Error(`${stack} imports ${name}, which no stack of ${assembly.region} exports`);
    return resolve(found.stack, found.value);
  };

  const functions: Readonly<Record<string, (stack: string, argument: unknown) => unknown>> = {
    Ref: (stack, argument) => attribute(stack, String(argument), 'Ref'),
    'Fn::GetAtt': (stack, argument) => {
      const [logicalId, name] = Array.isArray(argument)
        ? [String(argument[0]), text(stack, argument[1])]
        : [String(argument).split('.')[0] ?? '', String(argument).split('.').slice(1).join('.')];
      return attribute(stack, logicalId, name);
    },
    'Fn::ImportValue': imported,
    'Fn::Join': (stack, argument) => {
      const [separator, parts] = argument as [string, unknown];
      return list(stack, parts)
        .map((part) => text(stack, part))
        .join(separator);
    },
    'Fn::Sub': substitute,
    'Fn::Select': (stack, argument) => {
      const [index, values] = argument as [unknown, unknown];
      return list(stack, values)[Number(text(stack, index))];
    },
    'Fn::Split': (stack, argument) => {
      const [separator, value] = argument as [string, unknown];
      return text(stack, value).split(separator);
    },
  };

  function resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => resolve(stack, each));
    if (!isRecord(value)) return value;
    const [key, ...more] = Object.keys(value);
    if (key !== undefined && more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const run = functions[key];
      if (!run) throw new Error(`${stack} uses ${key}, which one machine does not know`);
      return run(stack, value[key]);
    }
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(stack, each)]));
  }
  return resolve;
}
