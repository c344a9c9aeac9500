import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RealMailServer {
  /** Mails that were delivered, as they lie in the mailbox. */
  readonly delivered: () => readonly string[];
  readonly log: () => string;
  readonly stop: () => void;
}

export interface MailServerOptions {
  readonly port: number;
  readonly key: string;
  readonly cert: string;
  readonly username: string;
  readonly password: string;
}

const run = (command: string, args: readonly string[], input?: string): void => {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input, timeout: 30_000 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr || error}`);
};

/**
 * A Postfix of its own (needs root): on one port, STARTTLS required, sign-in required and offered only under TLS, as
 * on a submission port; everything is delivered into a directory.
 */
export const realMailServer = ({
  port,
  key,
  cert,
  username,
  password,
}: MailServerOptions): RealMailServer => {
  const base = mkdtempSync(join(tmpdir(), 'postfix-'));
  chmodSync(base, 0o755);
  const at = (name: string): string => join(base, name);
  for (const name of ['etc', 'etc/sasl', 'queue', 'data', 'mail']) mkdirSync(at(name));
  run('chown', ['postfix', at('data')]);
  run('chown', ['-R', '65534', at('mail')]);
  writeFileSync(at('etc/key.pem'), key, { mode: 0o600 });
  writeFileSync(at('etc/cert.pem'), cert);
  writeFileSync(
    at('etc/sasl/smtpd.conf'),
    `pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: ${at('sasldb')}\nmech_list: PLAIN LOGIN\n`,
  );
  run('saslpasswd2', ['-p', '-c', '-f', at('sasldb'), '-u', 'mail.example', username], password);
  run('chown', ['postfix', at('sasldb')]);
  writeFileSync(
    at('etc/main.cf'),
    [
      'compatibility_level = 3.6',
      `queue_directory = ${at('queue')}`,
      `data_directory = ${at('data')}`,
      `maillog_file = ${at('mail.log')}`,
      `maillog_file_prefixes = ${base}`,
      'myhostname = mail.example',
      'inet_interfaces = 127.0.0.1',
      'inet_protocols = ipv4',
      'mydestination =',
      'virtual_mailbox_domains = example.com',
      `virtual_mailbox_base = ${at('mail')}`,
      'virtual_mailbox_maps = static:box/',
      'virtual_uid_maps = static:65534',
      'virtual_gid_maps = static:65534',
      `smtpd_tls_cert_file = ${at('etc/cert.pem')}`,
      `smtpd_tls_key_file = ${at('etc/key.pem')}`,
      'smtpd_tls_security_level = encrypt',
      'smtpd_tls_auth_only = yes',
      'smtpd_sasl_auth_enable = yes',
      'smtpd_sasl_type = cyrus',
      'smtpd_sasl_path = smtpd',
      `cyrus_sasl_config_path = ${at('etc/sasl')}`,
      'smtpd_sasl_local_domain = mail.example',
      'smtpd_recipient_restrictions = permit_sasl_authenticated, reject',
      '',
    ].join('\n'),
  );
  // Those that programs outside talk to.
  const open = new Set(['pickup', 'cleanup', 'qmgr', 'postlog']);
  const service = (name: string, type: string, unpriv: string, command: string, limit = '-'): string =>
    `${name} ${type} ${open.has(name) ? 'n' : '-'} ${unpriv} n - ${limit} ${command}`;
  writeFileSync(
    at('etc/master.cf'),
    [
      `127.0.0.1:${port} inet n - n - - smtpd`,
      service('pickup', 'unix', '-', 'pickup', '1'),
      service('cleanup', 'unix', '-', 'cleanup', '0'),
      service('qmgr', 'unix', 'n', 'qmgr', '1'),
      service('rewrite', 'unix', '-', 'trivial-rewrite'),
      service('bounce', 'unix', '-', 'bounce', '0'),
      service('defer', 'unix', '-', 'bounce', '0'),
      service('trace', 'unix', '-', 'bounce', '0'),
      service('tlsmgr', 'unix', '-', 'tlsmgr', '1'),
      service('proxymap', 'unix', '-', 'proxymap'),
      service('anvil', 'unix', '-', 'anvil', '1'),
      service('virtual', 'unix', 'n', 'virtual'),
      service('error', 'unix', '-', 'error'),
      service('retry', 'unix', '-', 'error'),
      service('postlog', 'unix-dgram', '-', 'postlogd', '1'),
      '',
    ].join('\n'),
  );
  run('postfix', ['-c', at('etc'), 'start']);
  const box = at('mail/box/new');
  return {
    delivered: () => {
      try {
        return readdirSync(box).map((name) => readFileSync(join(box, name), 'utf8'));
      } catch {
        return [];
      }
    },
    log: () => {
      try {
        return readFileSync(at('mail.log'), 'utf8');
      } catch {
        return '';
      }
    },
    stop: () => {
      spawnSync('postfix', ['-c', at('etc'), 'abort']);
      rmSync(base, { recursive: true, force: true });
    },
  };
};
