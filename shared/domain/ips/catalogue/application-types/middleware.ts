import { server } from './server.ts';

/** Messaging, containers, orchestration, voice, industry, games. */
export const middlewareTypes = [
  server(400, 'Message Broker AMQP', 'tcp', ['5672', '15672', '25672'], 'RabbitMQ, Qpid', {
    deb: ['rabbitmq-server', 'qpidd'],
    rpm: ['rabbitmq-server', 'qpid-cpp-server'],
    run: ['rabbitmq-server', 'beam.smp', 'qpidd'],
  }),
  server(
    401,
    'Message Broker ActiveMQ',
    'tcp',
    ['8161', '61613-61616'],
    'ActiveMQ consoles, OpenWire and STOMP',
    { deb: ['activemq'], run: ['activemq', 'artemis'] },
  ),
  server(402, 'Message Broker MQTT', 'tcp', ['1883', '9883'], 'Mosquitto, EMQX, HiveMQ', {
    deb: ['mosquitto', 'emqx'],
    run: ['mosquitto', 'emqx'],
  }),
  server(403, 'Message Broker Kafka', 'tcp', ['9092', '9094'], 'Apache Kafka', {
    deb: ['confluent-kafka'],
    run: ['kafka-server-start.sh'],
  }),
  server(404, 'Message Broker NATS', 'tcp', ['4222', '6222', '8222'], 'NATS clients, routes and monitoring', {
    deb: ['nats-server'],
    run: ['nats-server'],
  }),
  server(405, 'Message Broker IBM MQ', 'tcp', ['1414-1416'], 'IBM MQ listeners', {
    rpm: ['MQSeriesServer'],
    deb: ['ibmmq-server'],
    run: ['runmqlsr', 'amqzxma0'],
  }),
  server(406, 'Microsoft Message Queuing', 'tcp-udp', ['1801', '2101', '2103', '2105', '3527'], 'MSMQ', {
    run: ['mqsvc.exe'],
  }),
  server(407, 'Message Broker Pulsar', 'tcp', ['6650'], 'Apache Pulsar', { run: ['pulsar'] }),
  server(
    408,
    'Message Broker RocketMQ',
    'tcp',
    ['9876', '10909-10912'],
    'Apache RocketMQ name servers and brokers',
    { run: ['mqnamesrv', 'mqbroker'] },
  ),
  server(420, 'Container Engine API', 'tcp', ['2375', '2377', '7946'], 'Docker API and swarm without TLS', {
    deb: ['docker.io', 'docker-ce', 'podman'],
    rpm: ['docker-ce', 'moby-engine', 'podman'],
    run: ['dockerd', 'podman'],
  }),
  server(421, 'Container Registry', 'tcp', ['5002', '5050'], 'Registries on ports of their own', {
    deb: ['docker-registry'],
    rpm: ['docker-distribution'],
    run: ['registry', 'docker-registry'],
  }),
  server(
    422,
    'Kubernetes Node',
    'tcp',
    ['10248-10250', '10255-10257', '10259'],
    'Kubelet, proxy, scheduler and controller',
    {
      deb: ['kubelet', 'k3s'],
      run: ['kubelet', 'kube-proxy', 'kube-scheduler', 'kube-controller-manager', 'k3s'],
    },
  ),
  server(423, 'Kubernetes API Server', 'tcp', ['6443', '8011'], 'API servers of Kubernetes', {
    deb: ['kubeadm'],
    run: ['kube-apiserver'],
  }),
  server(424, 'HashiCorp Consul', 'tcp-udp', ['8300-8302', '8501-8503', '8600'], 'Consul agents', {
    deb: ['consul'],
    run: ['consul'],
  }),
  server(425, 'HashiCorp Vault', 'tcp', ['8200-8201'], 'Vault', { deb: ['vault'], run: ['vault', 'bao'] }),
  server(426, 'HashiCorp Nomad', 'tcp-udp', ['4646-4648'], 'Nomad agents', {
    deb: ['nomad'],
    run: ['nomad'],
  }),
  server(427, 'Apache Mesos and Marathon', 'tcp', ['5051', '5052'], 'Mesos masters and agents', {
    deb: ['mesos'],
    run: ['mesos-master', 'mesos-agent'],
  }),
  server(428, 'Docker Management Console', 'tcp', ['9004', '9443'], 'Portainer and its agents', {
    run: ['portainer'],
  }),
  server(430, 'SIP Server', 'tcp-udp', ['5060-5061'], 'Asterisk, Kamailio, OpenSIPS, FreeSWITCH', {
    deb: ['asterisk', 'kamailio', 'opensips'],
    run: ['asterisk', 'kamailio', 'opensips', 'freeswitch'],
  }),
  server(431, 'H.323 Gatekeeper', 'tcp-udp', ['1718-1720'], 'H.323 signalling', {
    deb: ['gnugk'],
    run: ['gnugk'],
  }),
  server(
    432,
    'Asterisk Manager and Inter-Exchange',
    'tcp-udp',
    ['4569', '5038'],
    'IAX2 and the manager interface',
    { deb: ['asterisk'], run: ['asterisk'] },
  ),
  server(433, 'Streaming RTSP and RTMP', 'tcp', ['554', '1935', '8554'], 'Video and audio streams', {
    deb: ['libnginx-mod-rtmp'],
    run: ['rtsp-server', 'mediamtx', 'WowzaStreamingEngine'],
  }),
  server(434, 'Internet Relay Chat', 'tcp', ['6665-6669', '7070'], 'IRC servers', {
    deb: ['inspircd', 'ngircd', 'unrealircd'],
    run: ['inspircd', 'ngircd', 'unrealircd'],
  }),
  server(435, 'XMPP Server', 'tcp', ['5222', '5269', '5280'], 'Prosody, ejabberd, Openfire', {
    deb: ['prosody', 'ejabberd', 'openfire'],
    run: ['prosody', 'beam.smp', 'openfire'],
  }),
  server(436, 'STUN and TURN Server', 'tcp-udp', ['3478'], 'coturn and others', {
    deb: ['coturn'],
    run: ['turnserver'],
  }),
  server(440, 'Modbus', 'tcp', ['502'], 'Modbus over TCP', { run: ['mbusd', 'openplc'] }),
  server(441, 'Distributed Network Protocol', 'tcp-udp', ['19999-20000'], 'DNP3 of utilities', {
    run: ['opendnp3'],
  }),
  server(442, 'Siemens S7 Communication', 'tcp', ['102'], 'S7 controllers and ISO transport', {
    run: ['s7onlinx.exe', 's7server'],
  }),
  server(443, 'EtherNet Industrial Protocol', 'tcp-udp', ['2222', '44818'], 'CIP over EtherNet/IP', {
    run: ['RSLinx.exe', 'OpENer'],
  }),
  server(444, 'BACnet', 'udp', ['47808'], 'Building automation', { run: ['bacserv'] }),
  server(445, 'OPC Unified Architecture', 'tcp', ['4840'], 'OPC UA servers', {
    run: ['opcuaserver', 'UaGateway.exe'],
  }),
  server(446, 'IEC 60870-5-104', 'tcp', ['2404'], 'Telecontrol', { run: ['iec104server'] }),
  server(
    450,
    'Game Server',
    'tcp-udp',
    ['25565', '27005-27015', '28960'],
    'Minecraft, Source and id Tech servers',
    { deb: ['minecraft-installer'], run: ['srcds_linux', 'hlds_linux'] },
  ),
  server(451, 'License Manager FlexNet', 'tcp', ['27000-27004', '7182'], 'FlexNet licence servers', {
    run: ['lmgrd', 'lmadmin'],
  }),
  server(
    452,
    'Endpoint Management Agent',
    'tcp',
    ['52311', '2701', '8530'],
    'BigFix, Configuration Manager, WSUS',
    { rpm: ['BESAgent'], deb: ['besagent'], run: ['BESClient', 'CcmExec.exe'] },
  ),
  server(
    453,
    'Network Data and Job Control',
    'tcp',
    ['1500-1501', '6000-6001', '7005-7006'],
    'Control-M, Spectrum Protect and job agents',
    { rpm: ['TIVsm-BA'], run: ['dsmc', 'ctmag', 'dsmcad'] },
  ),
] as const;
