/** Longest line that is read; a longer one is passed over in constant memory. The engine takes texts of 16,384. */
export const LONGEST_LINE = 65_536;
/** Rules read in one import, over all sources. The whole open feed has about 50,000. */
export const MOST_RULES = 250_000;
/** Bytes of one source once unpacked. The whole open feed has about 40 MB. */
export const MOST_SOURCE_BYTES = 268_435_456;
/** Files of one source. */
export const MOST_FILES = 2_000;
/** Characters of a licence text, and texts per source. */
export const LONGEST_LICENCE = 65_536;
export const MOST_LICENCES = 12;
/** CVEs, references and signatures that one rule keeps. */
export const MOST_CVES = 50;
