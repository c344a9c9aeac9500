import { X509Certificate } from 'node:crypto';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { Certificate } from '../../shared/schema/api/access/certificate.ts';

export type CertificateDetails = Certificate['certificateDetails'];

/** What people are shown of a certificate in PEM form; refuses anything else. */
export const readCertificate = (pem: string): Outcome<CertificateDetails> => {
  try {
    return accept(detailsOf(new X509Certificate(pem)));
  } catch {
    return refuse('invalid', 'certificate: must be one X.509 certificate in PEM form.', 'invalid', {
      field: 'certificate',
    });
  }
};

/** Names on one line, times in epoch milliseconds, fingerprints with colons. */
export const detailsOf = (read: X509Certificate): CertificateDetails => ({
  issuerDN: read.issuer.replaceAll('\n', ', '),
  subjectDN: read.subject.replaceAll('\n', ', '),
  notBefore: read.validFromDate.getTime(),
  notAfter: read.validToDate.getTime(),
  serialNumber: read.serialNumber,
  sha1Fingerprint: read.fingerprint,
  sha256Fingerprint: read.fingerprint256,
});
