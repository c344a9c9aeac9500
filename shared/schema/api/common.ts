import * as z from 'zod';

/** A number in a body, also as text: the vendor's own samples write `role_id = "2"`, and a manager takes it. */
export const orDigits = <S extends z.ZodType<number, number>>(number: S) =>
  z.union(
    [
      number,
      z
        .string()
        .regex(/^\d{1,16}$/)
        .transform(Number)
        .pipe(number),
    ],
    'must be a number that fits here',
  );

/** Ids of the management API: integers above zero. In a path they arrive as text. */
export const ID = z.number().int().positive().max(999_999_999_999);
/** One in a body. */
export const givenID = orDigits(ID);
export const pathID = z
  .string()
  .regex(/^[1-9]\d{0,11}$/, 'must be a whole number above 0')
  .transform(Number);

/** A reference in a body: 0 clears it (domain/api.md, Conventions). */
export const reference = orDigits(z.number().int().min(0).max(999_999_999_999));

export const name = z.string().trim().min(1, 'cannot be blank').max(254);
export const description = z.string().max(2000);

/** Existing clients send booleans as text, in any case. */
export const bool = z.union(
  [
    z.boolean(),
    z
      .string()
      .regex(/^(true|false)$/i)
      .transform((text) => text.toLowerCase() === 'true'),
  ],
  'must be true or false',
);

/** Epoch ms. */
export const time = z.number().int().min(0).max(8_640_000_000_000_000);
export const queryTime = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a time in milliseconds since 1970')
  .transform(Number);

/** An IANA zone that this runtime knows. */
export const timeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'must be a time zone such as Asia/Tokyo');

export const locale = z.enum(['en-US', 'ja-JP']);
export const email = z.email('must be a mail address').max(254);

type Bare<M> = M extends z.ZodDefault<infer Inner> ? Inner : M;

/**
 * The body of a change, from the body of a creation: every member may be left out, and one left out is not touched.
 * Unlike zod's `partial()`, which would fill it with the creation's default and so change it unasked.
 */
export const changeOf = <S extends Readonly<Record<string, z.ZodType>>>(
  body: z.ZodObject<S>,
): z.ZodObject<{ [K in keyof S]: z.ZodOptional<Bare<S[K]>> }> => {
  const members = Object.entries<z.ZodType>(body.shape).map(([name, member]) => [
    name,
    z.optional(member instanceof z.ZodDefault ? (member.unwrap() as z.ZodType) : member),
  ]);
  return z.object(Object.fromEntries(members)) as never;
};

/** Of lists that are answered in pages. */
export const limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a number from 1 to 500')
  .transform(Number)
  .refine((n) => n <= 500, 'must be a number from 1 to 500')
  .optional();
/** As answered in `next`. */
export const cursor = z.string().max(400).optional();
