/**
 * The few things that the spool needs of a directory, each all or nothing to a caller that gets an answer: when a
 * promise has resolved, what it did survives a power cut. A crash in the middle may leave any part of it, except
 * that a file of `writeWhole` is there entirely or not at all.
 */
export interface SpoolFiles {
  list(): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  read(name: string): Promise<Uint8Array>;
  append(name: string, bytes: Uint8Array): Promise<void>;
  writeWhole(name: string, bytes: Uint8Array): Promise<void>;
  truncate(name: string, bytes: number): Promise<void>;
  /** No error when it is gone already. */
  remove(name: string): Promise<void>;
}
