import * as z from 'zod';
import { ID, time } from '../common.ts';

const details = z.object({
  issuerDN: z.string(),
  subjectDN: z.string(),
  notBefore: time,
  notAfter: time,
  serialNumber: z.string(),
  sha1Fingerprint: z.string(),
  sha256Fingerprint: z.string(),
});

/** `SSL`: a server of the tenant that the plane talks to. `EXCEPTION`: one that is trusted though it does not verify. */
const purpose = z.enum(['SSL', 'EXCEPTION']);

export const newCertificate = z.object({
  /** One certificate, PEM. */
  certificate: z.string().min(1).max(20_000),
  purpose: purpose.default('SSL'),
});
export const certificate = z.object({
  ID,
  certificate: z.string(),
  certificateDetails: details,
  trusted: z.boolean(),
  purpose,
});
/** `URL` as clients spell it: `https://HOST[:PORT]`, or without the scheme. */
export const certificateTarget = z.object({ URL: z.string().min(1).max(2_048) });
/** What a server shows; it is not kept, so it has no ID. */
export const targetCertificate = certificate.omit({ ID: true });
export type TargetCertificate = z.infer<typeof targetCertificate>;
export type Certificate = z.infer<typeof certificate>;
export const certificates = z.object({ certificates: z.array(certificate) });
