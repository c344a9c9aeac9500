import * as z from 'zod';
import { benignExchange } from '../../../schema/api/rules/benign-exchange.ts';
import { partitions } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Ordinary traffic of the operator's own, that rules are tried on. */
export const benignExchangeItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('benign-exchange'),
  ...benignExchange.shape,
});
export type BenignExchangeItem = z.infer<typeof benignExchangeItem>;

/** By name. */
export const listBenignExchanges = (store: Store): Promise<BenignExchangeItem[]> =>
  store.queryAll(partitions.ruleCatalogue, benignExchangeItem, { prefix: 'benign#' });
