import { refuse } from '../../../shared/domain/outcome.ts';
import type { TlsOptions } from '../../../shared/egress/connect.ts';
import type { Egress } from '../../../shared/egress/egress.ts';
import { requestOut } from '../../../shared/egress/request.ts';
import { MOST_PACKED_BYTES } from './limits.ts';
import { readZip } from './read-zip.ts';
import type { ReadSource } from './source.ts';

const TIMEOUT_MS = 180_000;

/** An ecosystem's archive over HTTPS, e.g. `https://osv-vulnerabilities.storage.googleapis.com/Debian/all.zip`. */
export const readUrl =
  (egress: Egress, tls: TlsOptions = {}): ReadSource =>
  async (from, take) => {
    if (URL.parse(from)?.protocol !== 'https:') {
      return refuse('invalid', `${from}: the address must begin with https.`, 'not-https');
    }
    const out = {
      method: 'GET',
      url: from,
      tls,
      mostBytes: MOST_PACKED_BYTES,
      timeoutMs: TIMEOUT_MS,
    } as const;
    const reply = await requestOut(egress, out);
    if (!reply.ok) return reply;
    if (reply.value.status !== 200) {
      return refuse('invalid', `${from}: answers with status ${reply.value.status}.`, 'unreachable');
    }
    return readZip(from, reply.value.body, take);
  };
