import * as z from 'zod';
import type { Advisory, RangeEvent } from '../../domain/recommendation/advisory.ts';

/** Longer than any version, name or id in practice. */
const word = z.string().max(300);
/** A list that may be missing or null; what is too much is left out, and so is what cannot be read. */
const some = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((things) =>
      (things ?? []).slice(0, most).flatMap((thing): z.output<S>[] => {
        const read = item.safeParse(thing);
        return read.success ? [read.data] : [];
      }),
    );

const event = z.union([
  z.object({ introduced: word }),
  z.object({ fixed: word }),
  z.object({ last_affected: word }).transform(({ last_affected }) => ({ lastAffected: last_affected })),
]) satisfies z.ZodType<RangeEvent>;

const range = z.object({ type: z.enum(['ECOSYSTEM', 'SEMVER']), events: some(event, 200) });

const affected = z
  .object({
    package: z.object({ ecosystem: word, name: word }),
    ranges: some(range, 50),
    versions: some(word, 2000),
    database_specific: z
      .object({ cves_map: z.object({ cves: some(z.object({ id: word }), 2000) }).optional() })
      .optional()
      .catch(undefined),
  })
  .transform(({ package: of, ranges, versions, database_specific }) => ({
    ...of,
    ranges: ranges.map(({ events }) => events),
    versions,
    ...(database_specific?.cves_map && { cves: database_specific.cves_map.cves.map(({ id }) => id) }),
  }));

/**
 * An OSV document at the edge: tolerant of what other databases add, bounded in every list. Only a document without an
 * id is no advisory.
 */
export const osvDocument = z.object({
  id: word.min(1),
  withdrawn: word.optional().catch(undefined),
  aliases: some(word, 200),
  upstream: some(word, 200),
  related: some(word, 500),
  affected: some(affected, 5000),
}) satisfies z.ZodType<Advisory>;
