/** The largest ecosystem archive has about 60,000 advisories; one advisory rarely passes 200 kB. */
export const MOST_DOCUMENTS = 300_000;
export const MOST_DOCUMENT_BYTES = 4 * 1024 * 1024;
/** Of one source, packed and unpacked. */
export const MOST_PACKED_BYTES = 256 * 1024 * 1024;
export const MOST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024;
