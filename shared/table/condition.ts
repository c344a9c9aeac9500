/** Conditions of writes, as data: small enough to read beside the write that they guard. */
export type Condition =
  | { readonly test: 'absent' | 'exists'; readonly path: string }
  | { readonly test: '=' | '<>' | '<' | '<=' | '>' | '>='; readonly path: string; readonly value: unknown }
  | { readonly test: '<path' | '<=path' | '>=path' | '=path'; readonly path: string; readonly other: string }
  | { readonly test: 'contains'; readonly path: string; readonly value: unknown }
  | { readonly test: 'all' | 'any'; readonly of: readonly Condition[] };

export const absent = (path: string): Condition => ({ test: 'absent', path });
export const exists = (path: string): Condition => ({ test: 'exists', path });
export const equals = (path: string, value: unknown): Condition => ({ test: '=', path, value });
export const differs = (path: string, value: unknown): Condition => ({ test: '<>', path, value });
export const below = (path: string, value: unknown): Condition => ({ test: '<', path, value });
export const atMost = (path: string, value: unknown): Condition => ({ test: '<=', path, value });
export const above = (path: string, value: unknown): Condition => ({ test: '>', path, value });
export const atLeast = (path: string, value: unknown): Condition => ({ test: '>=', path, value });
/** Compares two members of the same item, e.g. seats taken below seats ordered. */
export const belowMember = (path: string, other: string): Condition => ({ test: '<path', path, other });
export const all = (...of: readonly Condition[]): Condition => ({ test: 'all', of });
export const any = (...of: readonly Condition[]): Condition => ({ test: 'any', of });

/** Collects the names and values of one request's expressions under placeholders. */
export class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  name(path: string): string {
    return path
      .split('.')
      .map((part) => {
        const placeholder = `#${part.replace(/[^A-Za-z0-9]/g, '_')}`;
        this.names[placeholder] = part;
        return placeholder;
      })
      .join('.');
  }

  value(value: unknown): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** What goes into the request; DynamoDB refuses empty maps. */
  attributes(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, unknown>;
  } {
    return {
      ...(Object.keys(this.names).length > 0 && { ExpressionAttributeNames: this.names }),
      ...(Object.keys(this.values).length > 0 && { ExpressionAttributeValues: this.values }),
    };
  }
}

export const conditionText = (condition: Condition, to: Placeholders): string => {
  switch (condition.test) {
    case 'absent':
      return `attribute_not_exists(${to.name(condition.path)})`;
    case 'exists':
      return `attribute_exists(${to.name(condition.path)})`;
    case 'contains':
      return `contains(${to.name(condition.path)}, ${to.value(condition.value)})`;
    case 'all':
    case 'any':
      return condition.of
        .map((part) => `(${conditionText(part, to)})`)
        .join(condition.test === 'all' ? ' AND ' : ' OR ');
    case '<path':
    case '<=path':
    case '>=path':
    case '=path':
      return `${to.name(condition.path)} ${condition.test.slice(0, -4)} ${to.name(condition.other)}`;
    default:
      return `${to.name(condition.path)} ${condition.test} ${to.value(condition.value)}`;
  }
};
