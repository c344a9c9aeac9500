import { wire } from '../../shared/http/wiring.ts';
import { consumeStreamTogether } from '../../shared/queue/consume.ts';
import { tallyBatches } from './tally-batches.ts';

const { logger, ...deps } = wire();

/** Adds up what hosts report by hour and kind: reads the table's stream for itself, a minute's batches at once. */
export const handler = consumeStreamTogether(logger, tallyBatches(deps));
