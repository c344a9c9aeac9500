import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

/** What a certificate of ours says (X.509 v3, RFC 5280); keys are EC P-256. */
export interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  /** The issuer's public key, for the authority key identifier. */
  readonly issuerPublicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly use: 'ca' | 'server';
  /** IPv4 addresses and DNS names of a server. */
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
}

const ecdsaWithSha256 = der.sequence(der.objectId('1.2.840.10045.4.3.2'));

const commonName = (name: string): Buffer =>
  der.sequence(der.set(der.sequence(der.objectId('2.5.4.3'), der.utf8(name))));

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** SHA-1 of the key is RFC 5280's own way of making an identifier; nothing is trusted because of it. */
const keyIdentifier = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest();

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  der.sequence(der.objectId(id), ...(critical ? [der.boolean(true)] : []), der.octets(value));

function alternativeNames({ addresses = [], names = [] }: CertificateRequest): Buffer {
  return der.sequence(
    ...names.map((name) => der.context(2, Buffer.from(name, 'ascii'), false)),
    ...addresses.map((address) => der.context(7, Buffer.from(address.split('.').map(Number)), false)),
  );
}

function extensions(request: CertificateRequest): Buffer {
  const authority = der.sequence(der.context(0, keyIdentifier(request.issuerPublicKey), false));
  const common = [
    extension('2.5.29.14', false, der.octets(keyIdentifier(request.publicKey))),
    extension('2.5.29.35', false, authority),
  ];
  // keyUsage bits, most significant first: a CA signs certificates and lists, a server signs handshakes.
  if (request.use === 'ca') {
    return der.sequence(
      extension('2.5.29.19', true, der.sequence(der.boolean(true))),
      extension('2.5.29.15', true, der.bits(Buffer.from([0b0000_0110]), 1)),
      ...common,
    );
  }
  return der.sequence(
    extension('2.5.29.19', true, der.sequence()),
    extension('2.5.29.15', true, der.bits(Buffer.from([0b1000_0000]), 7)),
    extension('2.5.29.37', false, der.sequence(der.objectId('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, alternativeNames(request)),
    ...common,
  );
}

/** A signed certificate as PEM. */
export function certificate(request: CertificateRequest): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const body = der.sequence(
    der.context(0, der.integer(Buffer.from([2])), true),
    der.integer(serial),
    ecdsaWithSha256,
    commonName(request.issuer),
    der.sequence(der.time(request.notBefore), der.time(request.notAfter)),
    commonName(request.subject),
    spki(request.publicKey),
    der.context(3, extensions(request), true),
  );
  const whole = der.sequence(body, ecdsaWithSha256, der.bits(sign('sha256', body, request.issuerKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
