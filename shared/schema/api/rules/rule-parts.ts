import * as z from 'zod';

/** What the members of firewall rules, intrusion prevention rules and application types share. */

export const version = z
  .string()
  .max(32)
  .regex(/^[\d.]*$/, 'must be a version such as 20.0.0.1');

export const portEntries = z
  .array(z.string().regex(/^\s*\d{1,5}(\s*-\s*\d{1,5})?\s*$/, 'must be a port or a range such as 8000-8010'))
  .max(500);

export const recommendationsMode = z.enum(['enabled', 'ignored', 'unknown', 'disabled']);
