import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import {
  type Imported,
  type ImportWish,
  importSources,
} from '../../../functions/rule-update/import-sources.ts';
import { fileBlobs } from '../../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../../functions/rule-update/local/file-signer.ts';
import { readPath } from '../../../functions/rule-update/source/read-path.ts';
import type { SignedVersion } from '../../../shared/catalogue/write-version.ts';

/** A rule that matches a word of its own. */
export const ruleText = (sid: number, more = ''): string =>
  `alert http any any -> $HOME_NET any (msg:"Rule ${sid}"; flow:established,to_server; http.uri; content:"/probe-${sid}"; ${more}classtype:attempted-admin; sid:${sid}; rev:1; metadata:confidence High, created_at 2024_01_02;)`;

export const rulesFile = (count: number, first = 5001): string =>
  Array.from({ length: count }, (_, i) => ruleText(first + i)).join('\n');

/** An archive of these files; a value that is a header makes an entry of that kind. */
export const tar = (files: Readonly<Record<string, string | Partial<Header>>>): Promise<Buffer> => {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'string') archive.entry({ name }, content);
    else archive.entry({ name, ...content });
  }
  archive.finalize();
  return buffer(archive);
};

export const tarGz = async (files: Parameters<typeof tar>[0]): Promise<Buffer> => gzipSync(await tar(files));

/** A place for versions, and imports into it. */
export const importer = () => {
  const dir = mkdtempSync(join(tmpdir(), 'mvp-feed-'));
  const blobs = fileBlobs(join(dir, 'blobs'));
  const signer = fileSigner(join(dir, 'key.pem'));
  let before: SignedVersion | undefined;
  let version = 1;
  const put = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  const run = async (from: string, more: Partial<ImportWish> = {}): Promise<Imported> => {
    const imported = await importSources(
      { blobs, signer, readSource: readPath },
      {
        at: 1_795_435_200_000,
        sources: [{ name: 'feed', from }],
        before,
        version,
        mostLost: { rules: 0.2, files: 0.2 },
        corpus: [],
        ...more,
      },
    );
    if (imported.written) {
      before = imported.written;
      version++;
    }
    return imported;
  };
  return {
    dir,
    blobs,
    signer,
    shelf: { blobs, trustedKeys: signer.trustedKeys },
    put,
    run,
    current: () => before,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
};
