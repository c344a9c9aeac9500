import { Readable } from 'node:stream';
import { accept, type Outcome, refuse } from '../../../shared/domain/outcome.ts';
import type { TlsOptions } from '../../../shared/egress/connect.ts';
import type { Egress } from '../../../shared/egress/egress.ts';
import { requestOut } from '../../../shared/egress/request.ts';
import { checkHash, hashesOf } from './check-hash.ts';
import type { FeedSource, ReadSource } from './feed-source.ts';
import { unpack } from './unpack.ts';

/** Longest download: ten times the whole open feed. */
const MOST_BYTES = 67_108_864;
const HASH_BYTES = 4_096;

/** An archive or file of rules over HTTPS, through the egress guard. */
export const readUrl =
  (egress: Egress, tls: TlsOptions = {}): ReadSource =>
  async (source, reader, within) => {
    const { name, from } = source;
    const until = performance.now() + within;
    if (URL.parse(from)?.protocol !== 'https:') {
      return refuse('invalid', `${name}: the address must begin with https.`, 'not-https');
    }
    const fetched = await fetchFile(egress, tls, source, from, MOST_BYTES, until);
    if (!fetched.ok) return fetched;
    if (!fetched.value) return refuse('invalid', `${name}: ${from} is not there.`, 'unreachable');
    const checked = await checkBeside(egress, tls, source, fetched.value, until);
    if (!checked.ok) return checked;
    return unpack(new URL(from).pathname.split('/').at(-1) || name, Readable.from([fetched.value]), reader);
  };

/** Undefined: the other side answers that there is no such file. */
const fetchFile = async (
  egress: Egress,
  tls: TlsOptions,
  { name }: FeedSource,
  url: string,
  mostBytes: number,
  until: number,
): Promise<Outcome<Buffer | undefined>> => {
  const timeoutMs = Math.max(1, Math.round(until - performance.now()));
  const reply = await requestOut(egress, { method: 'GET', url, tls, mostBytes, timeoutMs });
  if (!reply.ok) return { ...reply, message: `${name}: ${reply.message}` };
  const { status, body } = reply.value;
  if (status === 200) return accept(body);
  if (status === 404 || status === 403 || status === 410) return accept(undefined);
  return refuse('invalid', `${name}: ${url} answers with status ${status}.`, 'unreachable');
};

const checkBeside = async (
  egress: Egress,
  tls: TlsOptions,
  source: FeedSource,
  bytes: Buffer,
  until: number,
): Promise<Outcome<undefined>> => {
  for (const kind of hashesOf(source)) {
    const said = await fetchFile(egress, tls, source, `${source.from}.${kind}`, HASH_BYTES, until);
    if (!said.ok) return said;
    if (said.value) return checkHash(source.name, kind, said.value.toString('latin1'), [bytes]);
    if (source.check === kind) {
      return refuse('invalid', `${source.name}: there is no ${kind} beside it.`, 'hash');
    }
  }
  return accept(undefined);
};
