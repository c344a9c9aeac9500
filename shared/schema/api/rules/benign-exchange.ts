import * as z from 'zod';

/** Characters of all turns together: an item of the table holds them. */
const MOST_DATA = 65_536;

export const benignName = z.string().regex(/^[a-z0-9-]{1,60}$/);

/** Ordinary traffic as what each side says; `data` holds bytes as the characters of Latin-1. */
export const benignExchange = z.object({
  name: benignName,
  protocol: z.enum(['tcp', 'udp']),
  /** The server's. */
  port: z.number().int().min(1).max(65_535),
  turns: z
    .array(
      z.object({
        from: z.enum(['client', 'server']),
        data: z
          .string()
          .min(1)
          .max(MOST_DATA)
          .regex(/^[^\u0100-\uffff]+$/, 'holds one byte a character, so none above U+00FF'),
      }),
    )
    .min(1)
    .max(100)
    .refine(
      (turns) => turns.reduce((sum, { data }) => sum + data.length, 0) <= MOST_DATA,
      `at most ${MOST_DATA} characters in all turns`,
    ),
});

export const benignParams = z.object({ name: benignName });

/** Without what is said, which may be megabytes. */
export const benignExchanges = z.object({
  benignExchanges: z.array(
    z.object({
      name: benignName,
      protocol: z.enum(['tcp', 'udp']),
      port: z.number().int(),
      turns: z.number().int(),
      bytes: z.number().int(),
    }),
  ),
});
