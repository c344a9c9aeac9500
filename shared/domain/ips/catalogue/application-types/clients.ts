import { client } from './server.ts';

/** Programs of the host that go out: the direction is that of the session's first packet. */
export const clientTypes = [
  client(
    500,
    'Web Client Common',
    'tcp',
    ['80', '8000-8010', '8080-8090', '8888'],
    'Browsers, download tools, package managers without TLS',
    {
      deb: ['curl', 'wget', 'apt', 'firefox-esr'],
      rpm: ['curl', 'wget', 'dnf', 'firefox'],
      run: ['curl', 'wget', 'firefox', 'chrome', 'python3'],
    },
  ),
  client(501, 'DNS Client', 'tcp-udp', ['53'], 'Answers of name servers', {
    deb: ['libc6'],
    rpm: ['glibc'],
    run: ['systemd-resolved', 'nscd', 'dnsmasq', 'unbound'],
  }),
  client(502, 'FTP Client', 'tcp', ['21'], 'FTP programs', {
    deb: ['ftp', 'lftp', 'ncftp'],
    run: ['ftp', 'lftp', 'ncftp'],
  }),
  client(503, 'Mail Client', 'tcp', ['25', '110', '143', '587'], 'Programs that send or fetch mail', {
    deb: ['thunderbird', 'mutt', 'fetchmail'],
    run: ['thunderbird', 'mutt', 'fetchmail'],
  }),
  client(504, 'Windows File Sharing Client', 'tcp', ['139', '445'], 'Mounts and browsing of SMB shares', {
    deb: ['cifs-utils', 'smbclient'],
    rpm: ['cifs-utils', 'samba-client'],
    run: ['smbclient', 'mount.cifs'],
  }),
  client(505, 'NFS Client', 'tcp-udp', ['111', '2049'], 'Mounts of NFS', {
    deb: ['nfs-common'],
    rpm: ['nfs-utils'],
    run: ['mount.nfs', 'rpc.statd'],
  }),
  client(506, 'SSH Client', 'tcp', ['22', '2222'], 'Programs that open SSH sessions', {
    deb: ['openssh-client', 'putty-tools'],
    rpm: ['openssh-clients', 'putty'],
    run: ['ssh', 'scp', 'sftp', 'plink'],
  }),
  client(507, 'Remote Desktop Client', 'tcp', ['3389', '5900-5910'], 'RDP and VNC viewers', {
    deb: ['freerdp2-x11', 'remmina', 'tigervnc-viewer'],
    rpm: ['freerdp', 'remmina', 'tigervnc'],
    run: ['xfreerdp', 'remmina', 'vncviewer', 'mstsc.exe'],
  }),
  client(508, 'Directory Client LDAP', 'tcp', ['389', '1389'], 'Programs that ask directories', {
    deb: ['sssd-ldap', 'ldap-utils'],
    rpm: ['sssd-ldap', 'openldap-clients'],
    run: ['sssd', 'ldapsearch'],
  }),
  client(509, 'Database Client MySQL', 'tcp', ['3306'], 'Programs that use MySQL or MariaDB', {
    deb: ['mysql-client', 'mariadb-client'],
    rpm: ['mysql', 'mariadb'],
    run: ['mysql', 'mariadb', 'mysqldump'],
  }),
  client(510, 'Database Client PostgreSQL', 'tcp', ['5432'], 'Programs that use PostgreSQL', {
    deb: ['postgresql-client'],
    rpm: ['postgresql'],
    run: ['psql', 'pg_dump'],
  }),
  client(511, 'Version Control Client', 'tcp', ['3690', '9418'], 'git and Subversion without TLS', {
    deb: ['git', 'subversion'],
    run: ['git', 'svn'],
  }),
  client(512, 'Instant Messaging Client', 'tcp', ['5222', '6665-6669'], 'XMPP and IRC programs', {
    deb: ['pidgin', 'irssi', 'weechat'],
    run: ['pidgin', 'irssi', 'weechat'],
  }),
  client(513, 'Media Client', 'tcp', ['554', '1755', '1935'], 'Players of network streams', {
    deb: ['vlc', 'mpv', 'ffmpeg'],
    run: ['vlc', 'mpv', 'ffmpeg'],
  }),
  client(514, 'Time Client NTP', 'udp', ['123'], 'Answers of time servers', {
    deb: ['chrony', 'ntp', 'systemd-timesyncd'],
    rpm: ['chrony', 'ntp'],
    run: ['chronyd', 'ntpd', 'systemd-timesyncd'],
  }),
  client(
    515,
    'Suspicious Client Communication',
    'tcp',
    ['1337', '4444', '6697', '31337'],
    'Ports that back doors and miners like',
    { run: ['xmrig', 'nc', 'socat'] },
  ),
] as const;
