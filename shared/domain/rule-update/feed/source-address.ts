import { mayConnectTo } from '../../address/public.ts';
import { accept, type Outcome, refuse } from '../../outcome.ts';

/** Names that only a network of one's own has (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`). */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * Whether rules may be read from there, looked at when it is saved: the egress guard looks again at what a name resolves
 * to. `paths`: also from this machine's files, as on one machine. The message names the member.
 */
export const checkSources = (
  sources: readonly { readonly from: string }[],
  paths: boolean,
): Outcome<undefined> => {
  for (const [index, { from }] of sources.entries()) {
    const member = `sources[${index}].from`;
    const first = sources.findIndex((other) => other.from === from);
    const wrong = first < index ? `is the address of sources[${first}], too` : wrongWith(from, paths);
    if (wrong) return refuse('invalid', `${member}: ${wrong}.`, 'source-address');
  }
  return accept(undefined);
};

const wrongWith = (from: string, paths: boolean): string | undefined => {
  if (paths && !/^[a-z][a-z0-9+.-]*:/i.test(from)) return undefined;
  const url = URL.parse(from);
  if (url?.protocol !== 'https:') return `must be an https address${paths ? ' or a path' : ''}`;
  if (url.username || url.password) return 'must not hold a user name or a password';
  return paths || isPublicHost(url.hostname) ? undefined : 'must be on the internet';
};

const isPublicHost = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host.includes(':') || /^[\d.]+$/.test(host)) return mayConnectTo(host);
  return host.includes('.') && !OWN_NAMES.test(host);
};
