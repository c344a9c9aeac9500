import { server } from './server.ts';

/** Databases, caches and search engines. */
export const databaseTypes = [
  server(100, 'Database MySQL and MariaDB', 'tcp', ['3306', '33060'], 'MySQL, MariaDB, Percona Server', {
    deb: ['mysql-server', 'mariadb-server', 'percona-server-server'],
    run: ['mysqld', 'mariadbd'],
  }),
  server(101, 'Database PostgreSQL', 'tcp', ['5432-5433'], 'PostgreSQL and what speaks its protocol', {
    deb: ['postgresql'],
    rpm: ['postgresql-server'],
    run: ['postgres', 'postmaster'],
  }),
  server(102, 'Database Microsoft SQL Server', 'tcp', ['1433'], 'Microsoft SQL Server', {
    deb: ['mssql-server'],
    run: ['sqlservr', 'sqlservr.exe'],
  }),
  server(
    103,
    'Microsoft SQL Server Browser',
    'udp',
    ['1434'],
    'Tells clients the ports of SQL Server instances',
    {
      run: ['sqlbrowser.exe'],
    },
  ),
  server(104, 'Database Oracle', 'tcp', ['1521-1526', '1575'], 'Oracle Database listener', {
    rpm: ['oracle-database-ee-19c', 'oracle-database-free-23ai'],
    run: ['tnslsnr', 'oracle'],
  }),
  server(105, 'Oracle XML DB', 'tcp', ['2100'], 'FTP of Oracle XML DB', { run: ['tnslsnr'] }),
  server(106, 'Database IBM Db2', 'tcp', ['50014-50020', '523'], 'Db2 for Linux, Unix and Windows', {
    run: ['db2sysc', 'db2syscs.exe'],
  }),
  server(107, 'Database Informix', 'tcp', ['9088-9089'], 'IBM Informix', { run: ['oninit'] }),
  server(108, 'Database SAP HANA', 'tcp', ['30013-30017', '30040-30043'], 'SAP HANA index and name servers', {
    run: ['hdbindexserver', 'hdbnameserver'],
  }),
  server(109, 'Database Sybase', 'tcp', ['5000-5001'], 'SAP ASE', { run: ['dataserver', 'backupserver'] }),
  server(110, 'Database Firebird', 'tcp', ['3050'], 'Firebird and InterBase', {
    deb: ['firebird3.0-server', 'firebird4.0-server'],
    rpm: ['firebird'],
    run: ['firebird', 'fbserver'],
  }),
  server(111, 'Database MongoDB', 'tcp', ['27017-27019'], 'MongoDB servers and shards', {
    deb: ['mongodb-org-server', 'mongodb-server'],
    run: ['mongod', 'mongos'],
  }),
  server(112, 'Database Redis', 'tcp', ['6379-6380', '16379', '26379'], 'Redis, Valkey and sentinels', {
    deb: ['redis-server', 'valkey-server', 'redis-sentinel'],
    rpm: ['redis', 'valkey'],
    run: ['redis-server', 'valkey-server', 'redis-sentinel', 'keydb-server'],
  }),
  server(113, 'Memcached', 'tcp-udp', ['11211'], 'Memcached', { deb: ['memcached'], run: ['memcached'] }),
  server(
    114,
    'Database Cassandra',
    'tcp',
    ['7000', '7199', '9042', '9160'],
    'Apache Cassandra and ScyllaDB',
    {
      deb: ['cassandra', 'scylla-server'],
      run: ['cassandra', 'scylla'],
    },
  ),
  server(115, 'Elasticsearch and OpenSearch', 'tcp', ['9200', '9300'], 'Elasticsearch and OpenSearch', {
    deb: ['elasticsearch', 'opensearch'],
    run: ['elasticsearch', 'opensearch'],
  }),
  server(116, 'Kibana', 'tcp', ['5601'], 'Kibana and OpenSearch Dashboards', {
    deb: ['kibana', 'opensearch-dashboards'],
    run: ['kibana', 'opensearch-dashboards'],
  }),
  server(117, 'Apache Solr', 'tcp', ['8983'], 'Apache Solr', { deb: ['solr-jetty'], run: ['solr'] }),
  server(118, 'Database CouchDB', 'tcp', ['5984', '4369'], 'CouchDB and the port mapper of Erlang', {
    deb: ['couchdb'],
    run: ['couchdb', 'beam.smp', 'epmd'],
  }),
  server(119, 'Database InfluxDB', 'tcp', ['8186', '25826'], 'InfluxDB inputs', {
    deb: ['influxdb', 'influxdb2'],
    run: ['influxd'],
  }),
  server(120, 'Database Neo4j', 'tcp', ['7473-7474', '7687'], 'Neo4j over HTTP and Bolt', {
    deb: ['neo4j'],
    run: ['neo4j'],
  }),
  server(121, 'Database ClickHouse', 'tcp', ['8123', '9009'], 'ClickHouse over HTTP and between replicas', {
    deb: ['clickhouse-server'],
    run: ['clickhouse-server'],
  }),
  server(122, 'etcd', 'tcp', ['2379-2380'], 'etcd for clients and peers', {
    deb: ['etcd-server', 'etcd'],
    rpm: ['etcd'],
    run: ['etcd'],
  }),
  server(123, 'Apache ZooKeeper', 'tcp', ['2181', '2888', '3888'], 'ZooKeeper for clients and peers', {
    deb: ['zookeeper', 'zookeeperd'],
    rpm: ['zookeeper'],
    run: ['zkServer.sh'],
  }),
  server(
    124,
    'Apache Hadoop',
    'tcp',
    ['8020', '8032', '8088', '9866-9870', '50070', '50075'],
    'HDFS and YARN',
    {
      run: ['hdfs', 'yarn'],
    },
  ),
  server(125, 'Apache Spark', 'tcp', ['4040', '7077', '6066'], 'Spark master, REST and driver page', {
    run: ['spark-class'],
  }),
  server(
    126,
    'Splunk',
    'tcp',
    ['8065', '8089', '9997'],
    'Splunk management, application server and forwarders',
    {
      rpm: ['splunk', 'splunkforwarder'],
      deb: ['splunk', 'splunkforwarder'],
      run: ['splunkd'],
    },
  ),
] as const;
