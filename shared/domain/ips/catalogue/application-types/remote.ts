import { server } from './server.ts';

/** Ways into a host: shells, screens, remote management, tunnels. */
export const remoteTypes = [
  server(250, 'SSH Server', 'tcp', ['22', '2222'], 'OpenSSH, Dropbear, libssh servers', {
    deb: ['openssh-server', 'dropbear'],
    rpm: ['openssh-server', 'dropbear'],
    run: ['sshd', 'dropbear'],
  }),
  server(251, 'Telnet Server', 'tcp', ['23'], 'Telnet', {
    deb: ['telnetd'],
    rpm: ['telnet-server'],
    run: ['in.telnetd', 'telnetd'],
  }),
  server(252, 'Remote Shell and Login', 'tcp', ['512-514'], 'rexec, rlogin, rsh', {
    deb: ['rsh-server', 'rsh-redone-server'],
    rpm: ['rsh-server'],
    run: ['in.rshd', 'in.rlogind', 'in.rexecd'],
  }),
  server(253, 'Remote Desktop Protocol', 'tcp-udp', ['3389'], 'Windows remote desktop and xrdp', {
    deb: ['xrdp'],
    run: ['xrdp', 'svchost.exe'],
  }),
  server(254, 'VNC Server', 'tcp', ['5800-5810', '5900-5910'], 'VNC screens and their web pages', {
    deb: ['tigervnc-standalone-server', 'x11vnc', 'tightvncserver'],
    rpm: ['tigervnc-server', 'x11vnc'],
    run: ['Xvnc', 'Xtigervnc', 'x11vnc', 'vncserver-x11-core'],
  }),
  server(255, 'X Window System', 'tcp', ['6000-6063'], 'X servers that listen to the network', {
    deb: ['xserver-xorg-core'],
    rpm: ['xorg-x11-server-Xorg'],
    run: ['Xorg', 'X'],
  }),
  server(256, 'X Display Manager Control Protocol', 'udp', ['177'], 'XDMCP', {
    deb: ['xdm', 'gdm3', 'lightdm'],
    rpm: ['xorg-x11-xdm', 'gdm', 'lightdm'],
    run: ['xdm', 'gdm', 'lightdm'],
  }),
  server(
    257,
    'Windows Remote Management',
    'tcp',
    ['5985', '47001'],
    'WinRM over HTTP and its Linux counterpart OMI',
    {
      deb: ['omi', 'scx'],
      run: ['omiserver', 'omiengine', 'wsmprovhost.exe'],
    },
  ),
  server(
    258,
    'Windows Remote Procedure Call',
    'tcp-udp',
    ['135', '593'],
    'End point mapper of Microsoft RPC',
    { run: ['svchost.exe'] },
  ),
  server(
    259,
    'Remote Support Tools',
    'tcp',
    ['4899', '5631', '5938', '8040-8041'],
    'Radmin, pcAnywhere, TeamViewer, ScreenConnect relays',
    {
      deb: ['teamviewer', 'teamviewer-host'],
      run: ['teamviewerd', 'rserver3.exe', 'ScreenConnect.Service.exe'],
    },
  ),
  server(260, 'Internet Key Exchange', 'udp', ['500', '4500'], 'IPsec key exchange', {
    deb: ['strongswan-charon', 'libreswan'],
    rpm: ['strongswan', 'libreswan'],
    run: ['charon', 'pluto', 'charon-systemd'],
  }),
  server(261, 'OpenVPN Server', 'tcp-udp', ['1194', '7505'], 'OpenVPN and its management port', {
    deb: ['openvpn'],
    run: ['openvpn'],
  }),
  server(262, 'Layer 2 Tunnelling Protocol', 'udp', ['1701'], 'L2TP', { deb: ['xl2tpd'], run: ['xl2tpd'] }),
  server(263, 'Point to Point Tunnelling Protocol', 'tcp', ['1723'], 'PPTP', {
    deb: ['pptpd'],
    run: ['pptpd', 'accel-pppd'],
  }),
  server(264, 'WireGuard', 'udp', ['51820'], 'WireGuard peers', {
    deb: ['wireguard-tools'],
    run: ['wg-quick', 'boringtun'],
  }),
  server(265, 'Server Management IPMI', 'udp', ['623'], 'Baseboard management and its gateways', {
    deb: ['ipmitool', 'freeipmi-ipmiseld'],
    rpm: ['ipmitool', 'freeipmi'],
    run: ['ipmievd', 'ipmiseld'],
  }),
  server(266, 'Distributed Compiler', 'tcp', ['3632'], 'distcc daemons', {
    deb: ['distcc'],
    rpm: ['distcc-server'],
    run: ['distccd'],
  }),
  server(267, 'Print Server IPP', 'tcp-udp', ['631'], 'CUPS and its browser', {
    deb: ['cups-daemon', 'cups-browsed'],
    rpm: ['cups', 'cups-browsed'],
    run: ['cupsd', 'cups-browsed'],
  }),
  server(268, 'Print Server LPD and Raw', 'tcp', ['515', '9100'], 'Line printer daemon and raw printing', {
    deb: ['lpr', 'lprng', 'cups-bsd'],
    rpm: ['cups-lpd', 'LPRng'],
    run: ['lpd', 'cups-lpd'],
  }),
  server(
    269,
    'Virtual Machine Console',
    'tcp',
    ['902', '5911-5950', '16509'],
    'Consoles and management of hypervisors',
    {
      deb: ['libvirt-daemon', 'qemu-system-x86'],
      rpm: ['libvirt-daemon', 'qemu-kvm'],
      run: ['libvirtd', 'virtproxyd', 'qemu-kvm', 'vmware-authd'],
    },
  ),
] as const;
