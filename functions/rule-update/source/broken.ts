import { type Refusal, refuse } from '../../../shared/domain/outcome.ts';

/** Ends the reading of a stream from within; `unpack` turns it into its refusal. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly refusal: Refusal;

  constructor(reason: string, message: string) {
    super(message);
    this.refusal = refuse('invalid', message, reason);
  }
}

/** The refusal of whatever ended a stream: our own bound, or what zlib and tar say of broken bytes. */
export const refusalOf = (error: unknown, name: string): Refusal => {
  if (error instanceof Broken) return error.refusal;
  const said = error instanceof Error ? error.message : String(error);
  return refuse('invalid', `${name}: cannot be read to its end (${said}).`, 'broken');
};
