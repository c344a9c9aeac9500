import { server } from './server.ts';

/** Mail and groupware. */
export const mailTypes = [
  server(150, 'Mail Server SMTP', 'tcp', ['25', '587'], 'Postfix, Exim, Sendmail, Exchange and others', {
    deb: ['postfix', 'exim4', 'sendmail', 'opensmtpd'],
    rpm: ['postfix', 'exim', 'sendmail', 'opensmtpd'],
    run: ['master', 'exim4', 'exim', 'sendmail', 'smtpd', 'EdgeTransport.exe'],
  }),
  server(151, 'Mail Server POP3', 'tcp', ['110'], 'Mailboxes over POP3', {
    deb: ['dovecot-pop3d', 'courier-pop', 'cyrus-pop3d'],
    rpm: ['dovecot', 'courier-imap', 'cyrus-imapd'],
    run: ['dovecot', 'pop3d', 'pop3-login'],
  }),
  server(152, 'Mail Server IMAP', 'tcp', ['143', '220'], 'Mailboxes over IMAP', {
    deb: ['dovecot-imapd', 'courier-imap', 'cyrus-imapd'],
    rpm: ['dovecot', 'courier-imap', 'cyrus-imapd'],
    run: ['dovecot', 'imapd', 'imap-login'],
  }),
  server(153, 'Mail Delivery LMTP', 'tcp', ['24'], 'Local delivery over LMTP', {
    deb: ['dovecot-lmtpd'],
    rpm: ['dovecot'],
    run: ['lmtp', 'lmtpd'],
  }),
  server(154, 'Mail Filter ManageSieve', 'tcp', ['2000', '4190'], 'Management of Sieve scripts', {
    deb: ['dovecot-managesieved'],
    rpm: ['dovecot-pigeonhole'],
    run: ['managesieve-login', 'timsieved'],
  }),
  server(
    155,
    'Mail Filter SpamAssassin and ClamAV',
    'tcp',
    ['783', '3310'],
    'Daemons that score and scan mail',
    {
      deb: ['spamassassin', 'clamav-daemon'],
      rpm: ['spamassassin', 'clamd'],
      run: ['spamd', 'clamd'],
    },
  ),
  server(
    156,
    'Zimbra Collaboration',
    'tcp',
    ['7025', '7071-7073', '10024-10032'],
    'Zimbra administration and delivery',
    {
      rpm: ['zimbra-core'],
      deb: ['zimbra-core'],
      run: ['zmmailboxd', 'zmconfigd'],
    },
  ),
  server(157, 'HCL Domino', 'tcp', ['1352'], 'Notes clients of Domino', { run: ['nserver.exe', 'server'] }),
  server(158, 'Groupware CalDAV and CardDAV', 'tcp', ['5232'], 'Calendars and address books', {
    deb: ['radicale'],
    rpm: ['radicale3'],
    run: ['radicale'],
  }),
  server(159, 'News Server NNTP', 'tcp', ['119'], 'Usenet news', {
    deb: ['inn2'],
    rpm: ['inn'],
    run: ['innd', 'nnrpd'],
  }),
] as const;
