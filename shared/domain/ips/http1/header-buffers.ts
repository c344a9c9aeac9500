import { type HeaderField, joined, latin } from './header-fields.ts';

/** Buffers that are the value of one field, by rule keyword. */
export const FIELD_BUFFERS = {
  'http.user_agent': 'user-agent',
  'http.cookie': 'cookie',
  'http.host.raw': 'host',
  'http.referer': 'referer',
  'http.content_type': 'content-type',
  'http.content_len': 'content-length',
  'http.accept': 'accept',
  'http.accept_enc': 'accept-encoding',
  'http.accept_lang': 'accept-language',
  'http.connection': 'connection',
} as const;

/** `Name: value` lines as rules see them: fields of one name joined at the first, cookies left out. */
export function headerBuffer(fields: readonly HeaderField[]): Uint8Array {
  const merged = new Map<string, { readonly name: Uint8Array; readonly values: Uint8Array[] }>();
  let size = 0;
  for (const { name, value } of fields) {
    const key = latin(name).toLowerCase();
    if (key === 'cookie') continue;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { name, values: [value] });
    else known.values.push(value);
    size += value.length + (known === undefined ? name.length + 4 : 2);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const { name, values } of merged.values()) {
    const value = joined(values);
    out.set(name, at);
    at += name.length;
    out[at++] = 58;
    out[at++] = 32;
    out.set(value, at);
    at += value.length;
    out[at++] = 13;
    out[at++] = 10;
  }
  return out;
}

/** `http.header_names`: CRLF, each name with CRLF, CRLF. */
export function headerNamesBuffer(fields: readonly HeaderField[]): Uint8Array {
  const out: number[] = [13, 10];
  for (const { name } of fields) {
    for (const byte of name) out.push(byte);
    out.push(13, 10);
  }
  out.push(13, 10);
  return Uint8Array.from(out);
}

/** `http.host`: the name without user and port, in lower case. */
export function hostBuffer(value: Uint8Array): Uint8Array {
  const text = latin(value);
  const at = text.lastIndexOf('@') + 1;
  const bracket = text.indexOf(']', at);
  const colon = text.indexOf(':', bracket < 0 ? at : bracket);
  const end = colon < 0 ? value.length : colon;
  return value.slice(at, end).map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
}
