import { type BucketAccess, codeOf, sendToS3, urlOf } from './s3-blob.ts';

/**
 * Deletes every object whose name begins with `prefix`. False: there was no time for all; the rest is found again by
 * the next call. Throws when S3 refuses.
 */
export type ErasePrefix = (prefix: string, hasTime: () => boolean) => Promise<boolean>;

/** Objects asked for at a time, and deleted at once. */
const PAGE = 100;
const AT_ONCE = 25;

export const createS3Eraser =
  (access: BucketAccess, now: () => number = Date.now): ErasePrefix =>
  async (prefix, hasTime) => {
    for (;;) {
      if (!hasTime()) return false;
      // What was listed is deleted before the list is asked for again: it always begins anew, and no mark is kept.
      const names = await list(access, now, prefix);
      if (names.length === 0) return true;
      for (let i = 0; i < names.length; i += AT_ONCE) {
        await Promise.all(names.slice(i, i + AT_ONCE).map((name) => remove(access, now, name)));
      }
    }
  };

const list = async (access: BucketAccess, now: () => number, prefix: string): Promise<string[]> => {
  const url = urlOf(access, '');
  url.searchParams.set('list-type', '2');
  url.searchParams.set('max-keys', `${PAGE}`);
  url.searchParams.set('prefix', prefix);
  const reply = await sendToS3(access, now, { method: 'GET', url });
  if (!reply.ok) throw new Error(`S3 refused to list ${prefix}: ${reply.status} ${await codeOf(reply)}`);
  const names = [...(await reply.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name);
  // Names are ours, of letters, digits and a few signs; anything else is not to be deleted on a guess.
  const strange = names.find((name) => !name.startsWith(prefix) || /[^\w./=-]/.test(name));
  if (strange !== undefined) throw new Error(`S3 lists ${strange} among ${prefix}`);
  return names;
};

const remove = async (access: BucketAccess, now: () => number, name: string): Promise<void> => {
  const reply = await sendToS3(access, now, { method: 'DELETE', url: urlOf(access, name) });
  if (!reply.ok) throw new Error(`S3 refused to delete ${name}: ${reply.status} ${await codeOf(reply)}`);
  await reply.body?.cancel();
};
