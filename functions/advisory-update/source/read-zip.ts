import { Unzip, UnzipInflate } from 'fflate';
import { accept, type Outcome, refuse } from '../../../shared/domain/outcome.ts';
import { MOST_DOCUMENT_BYTES, MOST_DOCUMENTS, MOST_UNPACKED_BYTES } from './limits.ts';
import type { TakeDocument } from './source.ts';

const CHUNK = 64 * 1024;

/** Hands over the `.json` files of a zip one by one, unpacked piece by piece, and never more than the bounds. */
export const readZip = (name: string, bytes: Uint8Array, take: TakeDocument): Outcome<undefined> => {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    return refuse('invalid', `${name}: is no zip archive.`, 'broken');
  let files = 0;
  let documents = 0;
  let unpacked = 0;
  let open = 0;
  const unzip = new Unzip((file) => {
    files++;
    if (!file.name.endsWith('.json')) return;
    if (++documents > MOST_DOCUMENTS) throw new Error(`more than ${MOST_DOCUMENTS} documents`);
    open++;
    const parts: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, part, final) => {
      if (error) throw error;
      size += part.length;
      unpacked += part.length;
      if (unpacked > MOST_UNPACKED_BYTES)
        throw new Error(`more than ${MOST_UNPACKED_BYTES} bytes when unpacked`);
      if (size <= MOST_DOCUMENT_BYTES) parts.push(part);
      if (!final) return;
      open--;
      if (size <= MOST_DOCUMENT_BYTES) take(file.name, Buffer.concat(parts));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      unzip.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
    }
  } catch (error) {
    return refuse('invalid', `${name}: cannot be read to its end (${(error as Error).message}).`, 'broken');
  }
  return open === 0 && isWhole(bytes, files)
    ? accept(undefined)
    : refuse('invalid', `${name}: the archive is damaged or ends too early.`, 'broken');
};

/** Signature of the record that ends every zip archive; behind it a comment of at most 64 KB. */
const END_OF_ARCHIVE = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_BYTES = 22;

/** The last record says how many files there are, unless there are too many for its field (APPNOTE 4.3.16). */
const isWhole = (bytes: Uint8Array, files: number): boolean => {
  const tail = Buffer.from(bytes.subarray(-(64 * 1024 + END_BYTES)));
  const end = tail.lastIndexOf(END_OF_ARCHIVE);
  if (end < 0 || end + END_BYTES > tail.length) return false;
  const told = tail.readUInt16LE(end + 10);
  return told === 0xffff || told === files;
};
