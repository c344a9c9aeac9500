import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';

/** A megabyte of JSON is far beyond any request of the API; event batches say their own limit. */
export const DEFAULT_BODY_LIMIT = 1024 * 1024;
/** Deeper than anything in the API; keeps hostile nesting away from every recursive reader. */
const MAX_DEPTH = 32;

/** Unpacks a body within a bound: a small packed body must not become a large one in memory. */
export const unpack = (
  bytes: Uint8Array,
  encoding: string | undefined,
  limit: number,
): Outcome<Uint8Array> => {
  if (bytes.length > limit) return refuse('too-large', `The request body is larger than ${limit} bytes.`);
  const options = { maxOutputLength: limit };
  try {
    switch ((encoding ?? 'identity').trim().toLowerCase()) {
      case 'identity':
      case '':
        return accept(bytes);
      case 'gzip':
        return accept(gunzipSync(bytes, options));
      case 'zstd':
        return accept(zstdDecompressSync(bytes, options));
      case 'br':
        return accept(brotliDecompressSync(bytes, options));
      default:
        return refuse('invalid', 'content-encoding: use gzip, br, zstd or none.');
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return refuse('too-large', `The request body is larger than ${limit} bytes when unpacked.`);
    }
    return refuse('invalid', `The request body is not valid ${encoding}.`);
  }
};

/** Names that lead to an object's prototype. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Bytes to JSON, refusing invalid UTF-8, deep nesting, keys that would reach an object's prototype, and half of a
 * surrogate pair (`"\\ud800"`), which JSON can spell and the table, being UTF-8, cannot keep.
 */
export const parseJson = (bytes: Uint8Array): Outcome<unknown> => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('invalid', 'The request body is not valid UTF-8.');
  }
  if (text.trim() === '') return accept(undefined);
  if (tooDeep(text)) return refuse('invalid', `The request body is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    let poisoned = false;
    let broken: string | undefined;
    const value: unknown = JSON.parse(text, (key, member: unknown) => {
      if (FORBIDDEN.has(key)) poisoned = true;
      if (!key.isWellFormed() || (typeof member === 'string' && !member.isWellFormed())) broken = key;
      return member;
    });
    if (poisoned) return refuse('invalid', `${forbiddenPath(value)}: this member name is not allowed.`);
    return broken === undefined
      ? accept(value)
      : refuse('invalid', `${broken.toWellFormed()}: the text holds half of a surrogate pair.`);
  } catch {
    return refuse('invalid', 'The request body is not valid JSON.');
  }
};

/** Where a forbidden name stands, as in `filter.prototype`. */
const forbiddenPath = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (FORBIDDEN.has(name)) return name;
    const below = forbiddenPath(member);
    if (below !== undefined) return `${name}.${below}`;
  }
  return undefined;
};

/** A member that is null is one that was not given (domain/api.md, Conventions). Depth is bounded by `parseJson`. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === null ? [] : [[name, withoutNulls(member)]],
    ),
  );
};

/** Counts brackets outside strings before the parser recurses into them. */
const tooDeep = (text: string): boolean => {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return false;
};
