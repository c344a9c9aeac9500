/** What every SDK client of the machine itself is made with: a local endpoint, and credentials nobody checks. */
export const clientConfig = (endpoint: string, region: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
