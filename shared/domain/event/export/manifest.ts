interface Part {
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
}

interface Exported {
  readonly ID: string;
  readonly eventClass: string;
  readonly format: string;
  readonly created: number;
  readonly createdBy: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly received?: { readonly from: number; readonly until: number } | undefined;
  readonly computerFilter?: unknown;
  readonly searchCriteria?: unknown;
  readonly parts: readonly Part[];
}

export const MANIFEST = 'manifest.json';

/** A part's name carries its content's hash: two workers that did the same step cannot overwrite each other's file. */
export const partName = (
  { eventClass, format }: Pick<Exported, 'eventClass' | 'format'>,
  index: number,
  sha256: string,
): string => `${eventClass}-${String(index + 1).padStart(4, '0')}-${sha256.slice(0, 16)}.${format}.gz`;

/** What an export consists of, for who keeps it: which events, in which files, how many in each, and their hashes. */
export const manifestOf = (made: Exported): string => {
  const { ID, eventClass, format, created, createdBy, from, to, received, parts } = made;
  const { computerFilter, searchCriteria } = made;
  const manifest = {
    ...{ export: ID, eventClass, format, created: new Date(created).toISOString(), createdBy },
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
    ...(received && {
      receivedFrom: new Date(received.from).toISOString(),
      receivedUntil: new Date(received.until).toISOString(),
    }),
    ...(computerFilter !== undefined && { computerFilter }),
    ...(searchCriteria !== undefined && { searchCriteria }),
    events: parts.reduce((sum, { events }) => sum + events, 0),
    parts: parts.map(({ events, bytes, sha256 }, index) => ({
      ...{ name: partName(made, index, sha256), events, bytes, sha256 },
    })),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
};
