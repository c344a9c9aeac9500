import { createECDH, type KeyObject } from 'node:crypto';
import * as der from '../tls/der.ts';

/** Order of the P-256 group (FIPS 186-5). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** The inverse in a group of prime order, by Fermat: value ^ (order - 2). */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = value % order;
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

/**
 * ECDSA over a digest as it is (FIPS 186-5, 6.4), DER encoded: KMS signs digests, node:crypto always hashes what
 * it signs. The arithmetic takes its own time per value, which a key file of one machine can bear.
 */
export function signDigest(privateKey: KeyObject, digest: Buffer): Buffer {
  const { d = '' } = privateKey.export({ format: 'jwk' });
  const secret = numberOf(Buffer.from(d, 'base64url'));
  for (;;) {
    const nonce = createECDH('prime256v1');
    const point = nonce.generateKeys();
    const r = numberOf(point.subarray(1, 33)) % order;
    const s = (inverse(numberOf(nonce.getPrivateKey())) * (numberOf(digest) + r * secret)) % order;
    if (r !== 0n && s !== 0n) return der.sequence(der.integer(bytesOf(r)), der.integer(bytesOf(s)));
  }
}
