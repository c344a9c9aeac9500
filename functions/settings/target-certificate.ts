import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { connectOut } from '../../shared/egress/connect.ts';
import type { Egress } from '../../shared/egress/egress.ts';
import type { Certificate, TargetCertificate } from '../../shared/schema/api/access/certificate.ts';
import { detailsOf } from './read-certificate.ts';

export interface TargetDeps {
  readonly egress: Egress;
}

const HTTPS_PORT = 443;

/**
 * The certificate that a server presents, so that people can look at it and then trust it (domain/api.md,
 * `target_certificate`). Nothing is sent to the server but the handshake. `trusted`: public authorities or the
 * tenant's own certificates vouch for it, and it is for this name. Refuses what the guard of `connectOut` refuses.
 */
export const showTarget = async (
  egress: Egress,
  target: string,
  kept: readonly Certificate[],
): Promise<Outcome<TargetCertificate>> => {
  const url = URL.parse(target.includes('://') ? target : `https://${target}`);
  if (url?.protocol !== 'https:' || url.username || url.password)
    return field('must be https://HOST[:PORT].');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || HTTPS_PORT);
  const trust = kept.map(({ certificate }) => certificate);
  const channel = await connectOut(egress, { host, port, tls: { verify: false, trust } });
  if (!channel.ok) return field(channel.message, channel.reason);
  const { authorized } = channel.value;
  const shown = channel.value.getPeerX509Certificate();
  channel.value.destroy();
  if (!shown) return field(`${host} shows no certificate.`);
  const certificateDetails = detailsOf(shown);
  const known = kept.some(
    (one) => one.certificateDetails.sha256Fingerprint === certificateDetails.sha256Fingerprint,
  );
  return accept({
    certificate: shown.toString(),
    certificateDetails,
    trusted: authorized || known,
    purpose: 'SSL',
  });
};

const field = (message: string, reason = 'invalid') =>
  refuse('invalid', `URL: ${message}`, reason, { field: 'URL' });
