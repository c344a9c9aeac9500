import type { Egress } from '../../../shared/egress/egress.ts';
import type { ReadSource } from './feed-source.ts';
import { readPath } from './read-path.ts';
import { readUrl } from './read-url.ts';

/** On one machine sources are addresses or paths; the plane in the cloud reads addresses only. */
export const readAny = (egress: Egress): ReadSource => {
  const overHttps = readUrl(egress);
  return (source, reader, within) =>
    (/^[a-z]+:\/\//.test(source.from) ? overHttps : readPath)(source, reader, within);
};
