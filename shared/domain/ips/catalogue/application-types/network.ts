import { server } from './server.ts';

/** Names, addresses, time, directories, sign-in, monitoring of the network. */
export const networkTypes = [
  server(300, 'DNS Server', 'tcp-udp', ['53'], 'BIND, Unbound, PowerDNS, dnsmasq, Windows DNS', {
    deb: ['bind9', 'unbound', 'pdns-server', 'pdns-recursor', 'dnsmasq', 'knot', 'nsd'],
    rpm: ['bind', 'unbound', 'pdns', 'pdns-recursor', 'dnsmasq', 'knot', 'nsd'],
    run: ['named', 'unbound', 'pdns_server', 'pdns_recursor', 'dnsmasq', 'knotd', 'nsd', 'dns.exe'],
  }),
  server(301, 'DNS Server Control', 'tcp', ['953', '8953'], 'rndc and unbound-control', {
    deb: ['bind9', 'unbound'],
    rpm: ['bind', 'unbound'],
    run: ['named', 'unbound'],
  }),
  server(302, 'Multicast DNS', 'udp', ['5353'], 'Avahi and Bonjour', {
    deb: ['avahi-daemon'],
    rpm: ['avahi'],
    run: ['avahi-daemon', 'mDNSResponder'],
  }),
  server(303, 'Link-Local Multicast Name Resolution', 'udp', ['5355'], 'LLMNR', {
    deb: ['systemd-resolved', 'systemd'],
    rpm: ['systemd-resolved', 'systemd'],
    run: ['systemd-resolved'],
  }),
  server(304, 'DHCP Server', 'udp', ['67', '547'], 'ISC DHCP, Kea, dnsmasq', {
    deb: ['isc-dhcp-server', 'kea-dhcp4-server', 'dnsmasq'],
    rpm: ['dhcp-server', 'kea', 'dnsmasq'],
    run: ['dhcpd', 'kea-dhcp4', 'kea-dhcp6', 'dnsmasq'],
  }),
  server(305, 'DHCP Client', 'udp', ['68', '546'], 'Answers to DHCP clients', {
    deb: ['isc-dhcp-client', 'dhcpcd5', 'network-manager'],
    rpm: ['dhcp-client', 'dhcpcd', 'NetworkManager'],
    run: ['dhclient', 'dhcpcd', 'NetworkManager', 'systemd-networkd'],
  }),
  server(306, 'Time Server NTP', 'udp', ['123'], 'ntpd, chrony', {
    deb: ['ntp', 'ntpsec', 'chrony', 'openntpd'],
    rpm: ['ntp', 'ntpsec', 'chrony', 'openntpd'],
    run: ['ntpd', 'chronyd'],
  }),
  server(
    307,
    'Directory Server LDAP',
    'tcp-udp',
    ['389', '3268'],
    'OpenLDAP, 389 Directory, Active Directory',
    {
      deb: ['slapd', '389-ds-base', 'samba-ad-dc'],
      rpm: ['openldap-servers', '389-ds-base', 'samba-dc'],
      run: ['slapd', 'ns-slapd', 'samba', 'lsass.exe'],
    },
  ),
  server(308, 'Kerberos', 'tcp-udp', ['88', '464', '749'], 'Key distribution and password change', {
    deb: ['krb5-kdc', 'krb5-admin-server', 'heimdal-kdc'],
    rpm: ['krb5-server', 'heimdal-server'],
    run: ['krb5kdc', 'kadmind', 'kdc', 'lsass.exe'],
  }),
  server(309, 'RADIUS Server', 'udp', ['1645-1646', '1812-1813'], 'Authentication and accounting', {
    deb: ['freeradius'],
    run: ['radiusd', 'freeradius'],
  }),
  server(310, 'TACACS+ Server', 'tcp', ['49'], 'Authentication of network devices', {
    deb: ['tacacs+', 'tac_plus-ng'],
    rpm: ['tac_plus'],
    run: ['tac_plus', 'tac_plus-ng'],
  }),
  server(311, 'SNMP Agent', 'udp', ['161'], 'SNMP queries', {
    deb: ['snmpd'],
    rpm: ['net-snmp'],
    run: ['snmpd'],
  }),
  server(312, 'SNMP Trap Receiver', 'udp', ['162'], 'SNMP traps', {
    deb: ['snmptrapd'],
    rpm: ['net-snmp'],
    run: ['snmptrapd'],
  }),
  server(313, 'Syslog Server', 'tcp-udp', ['514', '601', '1514'], 'rsyslog, syslog-ng', {
    deb: ['rsyslog', 'syslog-ng-core'],
    rpm: ['rsyslog', 'syslog-ng'],
    run: ['rsyslogd', 'syslog-ng'],
  }),
  server(314, 'Flow Collector', 'udp', ['2055', '4739', '6343', '9995-9996'], 'NetFlow, IPFIX and sFlow', {
    deb: ['nfdump', 'pmacct'],
    run: ['nfcapd', 'sfcapd', 'nfacctd'],
  }),
  server(315, 'Zabbix', 'tcp', ['10050-10053'], 'Zabbix servers, proxies and agents', {
    deb: ['zabbix-agent', 'zabbix-agent2', 'zabbix-server-mysql', 'zabbix-proxy-mysql'],
    run: ['zabbix_agentd', 'zabbix_agent2', 'zabbix_server', 'zabbix_proxy'],
  }),
  server(316, 'Nagios Remote Plug-in Executor', 'tcp', ['5666-5668'], 'NRPE, NSCA', {
    deb: ['nagios-nrpe-server', 'nsca'],
    rpm: ['nrpe', 'nsca'],
    run: ['nrpe', 'nsca'],
  }),
  server(317, 'Icinga', 'tcp', ['5665'], 'Icinga 2 agents and its interface', {
    deb: ['icinga2-bin'],
    rpm: ['icinga2-bin'],
    run: ['icinga2'],
  }),
  server(318, 'Checkmk Agent', 'tcp', ['6556'], 'Checkmk agents', {
    deb: ['check-mk-agent'],
    run: ['check_mk_agent', 'cmk-agent-ctl'],
  }),
  server(
    319,
    'Metric Exporters',
    'tcp',
    ['9091', '9093', '9104', '9113-9122', '9256'],
    'Prometheus exporters and gateways',
    {
      deb: ['prometheus-node-exporter', 'prometheus-alertmanager', 'prometheus-pushgateway'],
      rpm: ['golang-github-prometheus-node-exporter', 'golang-github-prometheus-alertmanager'],
      run: ['node_exporter', 'prometheus-node-exporter', 'alertmanager', 'pushgateway'],
    },
  ),
  server(320, 'Graphite and StatsD', 'tcp-udp', ['2003-2004', '8125-8126'], 'Metric receivers', {
    deb: ['graphite-carbon', 'statsd'],
    rpm: ['python3-carbon'],
    run: ['carbon-cache', 'statsd'],
  }),
  server(321, 'Routing BGP', 'tcp', ['179'], 'BGP by FRRouting, BIRD and others', {
    deb: ['frr', 'bird2'],
    rpm: ['frr', 'bird'],
    run: ['bgpd', 'bird', 'gobgpd'],
  }),
  server(322, 'Routing RIP', 'udp', ['520-521'], 'RIP and RIPng', {
    deb: ['frr', 'bird2'],
    rpm: ['frr', 'bird'],
    run: ['ripd', 'ripngd', 'bird'],
  }),
  server(323, 'Virtual Extensible LAN', 'udp', ['4789', '8472'], 'VXLAN tunnel ends', {
    deb: ['openvswitch-switch'],
    rpm: ['openvswitch'],
    run: ['ovs-vswitchd', 'flanneld'],
  }),
  server(324, 'Simple Service Discovery', 'udp', ['1900'], 'SSDP of UPnP devices', {
    deb: ['minidlna', 'miniupnpd'],
    run: ['minidlnad', 'miniupnpd', 'gssdp-discover'],
  }),
  server(325, 'Identification Protocol', 'tcp', ['113'], 'identd', {
    deb: ['oidentd', 'ident2'],
    rpm: ['oidentd'],
    run: ['oidentd', 'identd'],
  }),
  server(
    326,
    'Simple Small Services',
    'tcp-udp',
    ['7', '9', '13', '19', '37', '79'],
    'echo, discard, daytime, chargen, time, finger',
    {
      deb: ['openbsd-inetd', 'xinetd', 'inetutils-inetd'],
      rpm: ['xinetd'],
      run: ['inetd', 'xinetd'],
    },
  ),
  server(327, 'Internet Control Message Protocol', 'icmp', [], 'ICMP as it reaches the host', {
    deb: ['iputils-ping'],
    rpm: ['iputils'],
    run: [],
  }),
] as const;
