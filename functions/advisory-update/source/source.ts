import type { Outcome } from '../../../shared/domain/outcome.ts';

/** Takes one OSV document as bytes; a name for messages. */
export type TakeDocument = (name: string, bytes: Uint8Array) => void;

/** Reads a source to its end. A refusal says why it cannot be used; nothing of it counts then. */
export type ReadSource = (from: string, take: TakeDocument) => Promise<Outcome<undefined>>;
