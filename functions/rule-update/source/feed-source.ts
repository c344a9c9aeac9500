import type { Outcome } from '../../../shared/domain/outcome.ts';

/** Where rules come from beside our own. */
export interface FeedSource {
  /** Names it for ever: ids of its rules hang on it. */
  readonly name: string;
  /** An `https:` address of a tar.gz or a file of rules; on one machine also a directory or file. */
  readonly from: string;
  /** What the operator knows of its licence, where it brings no text. */
  readonly licence?: string | undefined;
  /** `beside`: a hash is looked for beside it (`.sha256`, `.md5`) and must fit where there is one. */
  readonly check?: 'beside' | 'sha256' | 'md5' | 'none' | undefined;
}

/** Takes what is found in a source, in the order in which it comes. */
export interface FeedReader {
  rules(file: string, chunks: AsyncIterable<Uint8Array>): Promise<Outcome<undefined>>;
  licence(file: string, text: string): void;
}

/** Reads a source to its end. A refusal says why it is broken or cannot be reached; nothing of it counts then. */
export type ReadSource = (
  source: FeedSource,
  reader: FeedReader,
  /** Ms. */
  within: number,
) => Promise<Outcome<undefined>>;
