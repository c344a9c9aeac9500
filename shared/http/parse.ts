import type * as z from 'zod';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';

/** Parses once at the door. The refusal names the first wrong member by its path. */
export const parse = <T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: string,
): Outcome<z.output<T>> => {
  const result = schema.safeParse(value);
  if (result.success) return accept(result.data);
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') || where;
  return refuse('invalid', `${path}: ${issue?.message ?? 'is not valid'}.`.replace('..', '.'), 'invalid', {
    field: path,
  });
};
