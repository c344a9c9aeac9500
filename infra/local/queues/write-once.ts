import type { FauxqsApp, S3Store } from './fauxqs.ts';

const preconditionFailed =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>PreconditionFailed</Code>' +
  '<Message>At least one of the pre-conditions you specified did not hold</Message></Error>';

/** `If-None-Match: *` on a PUT: S3 refuses to overwrite, fauxqs would not look. */
export function honourWriteOnce(app: FauxqsApp, s3: S3Store): void {
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'PUT' || request.headers['if-none-match'] !== '*') return;
    const [, bucket = '', ...key] = (request.url.split('?')[0] ?? '').split('/').map(decodeURIComponent);
    try {
      s3.headObject(bucket, key.join('/'));
    } catch {
      return;
    }
    await reply.code(412).type('application/xml').send(preconditionFailed);
  });
}
