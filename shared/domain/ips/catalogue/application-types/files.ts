import { server } from './server.ts';

/** File transfer, file shares, backup, version control. */
export const fileTypes = [
  server(200, 'FTP Server', 'tcp', ['21'], 'vsftpd, ProFTPD, Pure-FTPd, IIS FTP', {
    deb: ['vsftpd', 'proftpd-basic', 'proftpd-core', 'pure-ftpd'],
    rpm: ['vsftpd', 'proftpd', 'pure-ftpd'],
    run: ['vsftpd', 'proftpd', 'pure-ftpd'],
  }),
  server(201, 'TFTP Server', 'udp', ['69'], 'Trivial file transfer', {
    deb: ['tftpd-hpa', 'atftpd'],
    rpm: ['tftp-server'],
    run: ['in.tftpd', 'atftpd'],
  }),
  server(202, 'Windows File Sharing SMB', 'tcp', ['139', '445'], 'SMB by Samba and Windows', {
    deb: ['samba'],
    run: ['smbd', 'System'],
  }),
  server(203, 'NetBIOS Name and Datagram Service', 'udp', ['137-138'], 'NetBIOS names and datagrams', {
    deb: ['samba'],
    run: ['nmbd'],
  }),
  server(204, 'NFS Server', 'tcp-udp', ['2049', '20048'], 'NFS and its mount service', {
    deb: ['nfs-kernel-server', 'nfs-ganesha'],
    rpm: ['nfs-utils', 'nfs-ganesha'],
    run: ['nfsd', 'rpc.mountd', 'ganesha.nfsd'],
  }),
  server(205, 'Remote Procedure Call Port Mapper', 'tcp-udp', ['111'], 'rpcbind', {
    deb: ['rpcbind'],
    run: ['rpcbind'],
  }),
  server(206, 'rsync Daemon', 'tcp', ['873'], 'rsync without a shell', {
    deb: ['rsync'],
    rpm: ['rsync-daemon'],
    run: ['rsync'],
  }),
  server(207, 'iSCSI Target', 'tcp', ['3260'], 'Block devices over TCP', {
    deb: ['tgt', 'targetcli-fb'],
    rpm: ['targetcli', 'scsi-target-utils'],
    run: ['tgtd'],
  }),
  server(208, 'Apple Filing Protocol', 'tcp', ['548'], 'AFP by Netatalk', {
    deb: ['netatalk'],
    run: ['afpd'],
  }),
  server(209, 'GlusterFS', 'tcp', ['24007-24008', '49152-49155'], 'Gluster management and bricks', {
    deb: ['glusterfs-server'],
    run: ['glusterd', 'glusterfsd'],
  }),
  server(210, 'Ceph', 'tcp', ['3300', '6789', '6800-6810'], 'Ceph monitors and storage daemons', {
    deb: ['ceph-mon', 'ceph-osd'],
    run: ['ceph-mon', 'ceph-osd'],
  }),
  server(211, 'Git Daemon', 'tcp', ['9418'], 'Anonymous git', {
    deb: ['git-daemon-run'],
    rpm: ['git-daemon'],
    run: ['git-daemon'],
  }),
  server(212, 'Subversion Server', 'tcp', ['3690'], 'svnserve', { deb: ['subversion'], run: ['svnserve'] }),
  server(213, 'CVS Password Server', 'tcp', ['2401'], 'CVS pserver', { deb: ['cvs'], run: ['cvs'] }),
  server(214, 'Bacula and Bareos', 'tcp', ['9101-9103'], 'Backup director, clients and storage', {
    deb: ['bacula-director', 'bareos-director', 'bacula-fd', 'bareos-filedaemon'],
    rpm: ['bacula-director', 'bareos-director', 'bacula-client', 'bareos-filedaemon'],
    run: ['bacula-dir', 'bareos-dir', 'bacula-fd', 'bareos-fd', 'bacula-sd'],
  }),
  server(
    215,
    'Backup Network Data Management Protocol',
    'tcp',
    ['10001', '6101', '6106'],
    'Backup Exec and NDMP agents',
    {
      run: ['beremote', 'beremote.exe', 'bengine.exe'],
    },
  ),
  server(
    216,
    'Veritas NetBackup',
    'tcp',
    ['1556', '13724', '13782'],
    'NetBackup exchange and client services',
    {
      rpm: ['VRTSnbclt'],
      run: ['bpcd', 'vnetd', 'pbx_exchange'],
    },
  ),
  server(217, 'Veeam Backup', 'tcp', ['6160-6162', '9392', '9401'], 'Veeam backup services', {
    deb: ['veeam'],
    run: ['veeamservice', 'Veeam.Backup.Service.exe'],
  }),
  server(218, 'MinIO Object Storage', 'tcp', ['9001-9002'], 'MinIO consoles and peers', { run: ['minio'] }),
  server(
    219,
    'Artifact Repository',
    'tcp',
    ['8046', '8070', '8081-8082'],
    'Artifactory and Nexus repositories',
    {
      deb: ['jfrog-artifactory-oss', 'jfrog-artifactory-pro'],
      run: ['artifactory', 'nexus'],
    },
  ),
] as const;
