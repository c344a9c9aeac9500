import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

export interface AwsCredentials {
  readonly accessKeyID: string;
  readonly secretKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Unsigned {
  readonly method: string;
  /** Path already percent-encoded as it goes over the wire; outside S3 of plain letters only. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** {@link signFor} S3. */
export const signForS3 = (
  request: Unsigned,
  region: string,
  credentials: AwsCredentials,
  now: number,
): Promise<Record<string, string>> => signFor('s3', request, region, credentials, now);

/**
 * Headers that make a request to a service of AWS ours (Signature Version 4, payload in a single chunk). The signer is
 * the one that every SDK client carries, so it adds nothing to a bundle. `now` is epoch milliseconds; AWS refuses a
 * clock more than 15 minutes off.
 */
export const signFor = async (
  service: string,
  { method, url, headers, body }: Unsigned,
  region: string,
  credentials: AwsCredentials,
  now: number,
): Promise<Record<string, string>> => {
  const signer = signerOf(service, region, credentials);
  const { protocol, hostname, pathname, host } = url;
  const query = Object.fromEntries(url.searchParams);
  const request = { method, protocol, hostname, path: pathname, query, headers: { ...headers, host }, body };
  return (await signer.sign(request, { signingDate: new Date(now) })).headers;
};

/**
 * An address that anybody may read from for `seconds`, at most a week and no longer than the credentials live (AWS,
 * "Authenticating Requests: Using Query Parameters").
 */
export const presignForS3 = async (
  url: URL,
  region: string,
  credentials: AwsCredentials,
  { now, seconds }: { readonly now: number; readonly seconds: number },
): Promise<string> => {
  const { protocol, hostname, pathname, host } = url;
  const query = Object.fromEntries(url.searchParams);
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const signed = await signerOf('s3', region, credentials).presign(
    { method: 'GET', protocol, hostname, path: pathname, query, headers },
    { signingDate: new Date(now), expiresIn: seconds },
  );
  const address = new URL(url);
  for (const [name, value] of Object.entries(signed.query ?? {}))
    address.searchParams.set(name, String(value));
  return address.href;
};

const signerOf = (service: string, region: string, credentials: AwsCredentials): SignatureV4 =>
  new SignatureV4({
    service,
    region,
    sha256: Sha256,
    uriEscapePath: false,
    credentials: {
      accessKeyId: credentials.accessKeyID,
      secretAccessKey: credentials.secretKey,
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
    },
  });

/** The signer's idea of a hash, by Node's. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }

  /** Asked for by the interface; a signer makes a new hash for each use. */
  reset(): void {}
}
