import type { Egress } from '../../../shared/egress/egress.ts';
import { readPath } from './read-path.ts';
import { readUrl } from './read-url.ts';
import type { ReadSource } from './source.ts';

/** On one machine sources are addresses or paths; the plane in the cloud reads addresses only. */
export const readAny = (egress: Egress): ReadSource => {
  const overHttps = readUrl(egress);
  return (from, take) => (/^[a-z]+:\/\//.test(from) ? overHttps : readPath)(from, take);
};
