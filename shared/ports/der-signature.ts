/**
 * KMS answers an ECDSA signature in DER; a JWS wants the two numbers side by side (RFC 7518 section 3.4).
 * Throws on anything that is not a DER sequence of two integers of at most 32 bytes.
 */
export const joseSignature = (der: Uint8Array): Uint8Array => {
  const joined = new Uint8Array(64);
  let at = 2;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new Error('not a DER sequence');
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    if (der[at] !== 0x02 || at + 2 + length > der.length) throw new Error('not a DER integer');
    let number = der.subarray(at + 2, at + 2 + length);
    while (number.length > 32 && number[0] === 0) number = number.subarray(1);
    if (number.length > 32) throw new Error('a DER integer longer than 32 bytes');
    joined.set(number, end - number.length);
    at += 2 + length;
  }
  return joined;
};
