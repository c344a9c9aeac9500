/** Bounds of what one tenant may keep: lists are answered whole, without pages (domain/api.md, Conventions). */
export const MOST_KEYS = 500;
export const MOST_ROLES = 200;
/** Each is decrypted when they are listed. */
export const MOST_TOKENS = 100;
