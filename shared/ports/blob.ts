/** Things too large for the table: compiled contents, catalogues, exports. Named by tenant first. */
export interface Blobs {
  /** Writing the same content under the same name again is harmless: names carry the content's hash. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
}

/** Where a tenant's compiled content lies. */
export const contentName = (tenant: string, hash: string): string => `${tenant}/content/${hash}.json.zst`;

/** What tenants take home begins so; the bucket deletes it after {@link FILE_DAYS}. */
export const FILES = 'files/';

/** Where a report lies that a tenant asked for. */
export const reportFile = (tenant: string, reportID: string, format: string): string =>
  `${FILES}${tenant}/reports/${reportID}.${format}`;

/** Where a part or the manifest of an export lies. */
export const exportFile = (tenant: string, exportID: string, name: string): string =>
  `${FILES}${tenant}/exports/${exportID}/${name}`;

/** Everything that lies in the bucket because of a tenant. */
export const tenantPrefixes = (tenant: string): readonly string[] => [
  `${tenant}/`,
  `${FILES}${tenant}/`,
  `${DELTAS}${tenant}/`,
];

/** How long what was made for a tenant can be fetched, in days. */
export const FILE_DAYS = 7;

/** Where the way from one content of a tenant to another lies for some days; the bucket deletes what begins so. */
export const DELTAS = 'deltas/';
export const deltaName = (tenant: string, have: string, hash: string): string =>
  `${DELTAS}${tenant}/${have}-${hash}.zst`;
