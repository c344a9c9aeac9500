import type { Exchange } from './exchange.ts';
import { httpExchanges } from './http.ts';
import { serviceExchanges } from './services.ts';

/** The corpus that travels with the product, all of it of our own making; an operator adds to it. */
export const benignCorpus = (): readonly Exchange[] => [...httpExchanges(), ...serviceExchanges];
