import type { Logger } from '@aws-lambda-powertools/logger';
import type { CarrierDeps } from '../../shared/delivery/open-carrier.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import type { SourceDeps } from './read-source.ts';

export interface DeliverDeps extends CarrierDeps, SourceDeps {
  readonly logger: Logger;
  readonly secrets: Pick<SecretBox, 'open'>;
}

/**
 * What became of one message: it is done with, because the other side took something (`taken`) or nothing had to go
 * out now; or it is to come again at a time (epoch ms).
 */
export type Turn =
  | { readonly done: true; readonly taken: boolean }
  | { readonly done: false; readonly again: number };

export const DONE: Turn = { done: true, taken: false };
export const TAKEN: Turn = { done: true, taken: true };
export const again = (at: number): Turn => ({ done: false, again: at });
