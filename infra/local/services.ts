import { join } from 'node:path';
import type { KeyFile } from './aws/key-file.ts';
import { kms } from './aws/kms.ts';
import { loopbackServer } from './aws/loopback-server.ts';
import { ses } from './aws/ses.ts';
import type { Ending } from './ending.ts';
import { mailbox } from './mail/mailbox.ts';
import { mailPages } from './mail/page.ts';
import { smtpSink } from './mail/smtp.ts';
import type { Parts } from './template/parts.ts';

/** Where keys are used, mail is handed over, and mail is read. */
export interface Services {
  readonly kms: string;
  readonly ses: string;
  readonly mail: string;
}

interface Options {
  readonly parts: Parts;
  readonly dataDir: string;
  readonly keys: KeyFile;
  readonly mailPort: number;
}

/** KMS and SES in this process, and the sink that SES hands its mail to. */
export async function startServices(options: Options, end: Ending): Promise<Services> {
  const { parts, keys, dataDir } = options;
  const keyServer = await loopbackServer(kms(parts.keys.map((part) => ({ part, key: keys.byId(part.id) }))));
  end.add(keyServer.stop);
  const box = mailbox(join(dataDir, 'mail'));
  const smtp = await smtpSink(box);
  end.add(smtp.stop);
  const mailOut = await loopbackServer(ses(parts.mailIdentities, smtp.port));
  end.add(mailOut.stop);
  const pages = await loopbackServer(mailPages(box), options.mailPort);
  end.add(pages.stop);
  return { kms: keyServer.url, ses: mailOut.url, mail: pages.url };
}
