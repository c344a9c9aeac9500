import { server } from './server.ts';

/** Where HTTP without TLS is usually found on a server. */
const WEB_PORTS = ['80', '3000', '5000', '8000-8010', '8080-8090', '8180', '8888', '9090'];

/**
 * HTTP products share these few coarse types, so that a web host stays below 8 types on a port even with the whole
 * catalogue assigned (IPS-11). What speaks HTTP on ports of its own has a type of its own further down.
 */
export const webTypes = [
  server(1, 'Web Server Common', 'tcp', WEB_PORTS, 'HTTP servers and what runs on them, without TLS', {
    deb: [
      'apache2',
      'nginx',
      'nginx-light',
      'lighttpd',
      'caddy',
      'haproxy',
      'varnish',
      'grafana',
      'prometheus',
    ],
    rpm: ['httpd', 'nginx', 'lighttpd', 'caddy', 'haproxy', 'varnish', 'grafana', 'prometheus'],
    run: [
      'apache2',
      'httpd',
      'nginx',
      'lighttpd',
      'caddy',
      'haproxy',
      'varnishd',
      'traefik',
      'envoy',
      'grafana',
    ],
  }),
  server(2, 'Web Application PHP Based', 'tcp', WEB_PORTS, 'WordPress, Drupal, Joomla and others in PHP', {
    deb: ['php-fpm', 'libapache2-mod-php', 'wordpress', 'phpmyadmin', 'nextcloud'],
    rpm: ['php', 'php-fpm', 'wordpress', 'phpMyAdmin'],
    run: ['php-fpm', 'php-cgi', 'php'],
  }),
  server(
    3,
    'Web Application Java Based',
    'tcp',
    WEB_PORTS,
    'Tomcat, Jetty, Spring, Struts, Jenkins and others in Java',
    {
      deb: ['tomcat9', 'tomcat10', 'jetty9', 'jenkins'],
      rpm: ['tomcat', 'jetty', 'jenkins'],
      run: ['java', 'catalina.sh'],
    },
  ),
  server(
    4,
    'Web Application Script Based',
    'tcp',
    WEB_PORTS,
    'Applications in Python, Ruby, Perl and Node.js',
    {
      deb: ['gunicorn', 'uwsgi', 'puma', 'nodejs', 'libapache2-mod-perl2'],
      rpm: ['python3-gunicorn', 'uwsgi', 'rubygem-puma', 'nodejs', 'mod_perl'],
      run: ['gunicorn', 'uwsgi', 'puma', 'node', 'unicorn'],
    },
  ),
  server(
    5,
    'Web Application Microsoft Based',
    'tcp',
    WEB_PORTS,
    'IIS, ASP.NET, SharePoint and Exchange web front ends',
    {
      deb: ['aspnetcore-runtime-8.0'],
      run: ['w3wp.exe', 'dotnet'],
    },
  ),
  server(6, 'Oracle WebLogic Server', 'tcp', ['7001-7003'], 'WebLogic over HTTP, T3 and IIOP', {
    run: ['startWebLogic.sh', 'weblogic.Server'],
  }),
  server(
    7,
    'IBM WebSphere Application Server',
    'tcp',
    ['2809', '8879-8880', '9060', '9080'],
    'WebSphere consoles and applications',
    {
      run: ['startServer.sh', 'WASService.exe'],
    },
  ),
  server(
    8,
    'JBoss and WildFly Management',
    'tcp',
    ['4447', '9990', '9999'],
    'Management and remoting of JBoss and WildFly',
    {
      rpm: ['eap7-wildfly', 'eap8-wildfly'],
      run: ['standalone.sh', 'domain.sh'],
    },
  ),
  server(9, 'Apache JServ Protocol', 'tcp', ['8009'], 'AJP between a web server and a servlet container', {
    deb: ['tomcat9', 'tomcat10'],
    rpm: ['tomcat'],
    run: ['java'],
  }),
  server(
    10,
    'Java Debug and Remote Method Invocation',
    'tcp',
    ['1098-1099', '1199', '5005', '9010'],
    'RMI, JMX and JDWP',
    {
      run: ['rmiregistry', 'java'],
    },
  ),
  server(11, 'FastCGI Process Manager', 'tcp', ['9000'], 'FastCGI over TCP, PHP-FPM above all', {
    deb: ['php-fpm'],
    run: ['php-fpm'],
  }),
  server(12, 'HTTP Proxy Server', 'tcp', ['3128-3130', '8118'], 'Forward proxies such as Squid and Privoxy', {
    deb: ['squid', 'privoxy', 'tinyproxy'],
    run: ['squid', 'privoxy', 'tinyproxy'],
  }),
  server(13, 'SOCKS Proxy Server', 'tcp', ['1080'], 'SOCKS proxies', {
    deb: ['dante-server', 'microsocks'],
    rpm: ['dante-server'],
    run: ['danted', 'sockd', 'microsocks'],
  }),
  server(
    14,
    'Server Administration Console',
    'tcp',
    ['2082', '2086', '10000', '20000'],
    'Webmin, Usermin, cPanel and their like',
    {
      deb: ['webmin', 'usermin'],
      run: ['miniserv.pl', 'cpsrvd'],
    },
  ),
  server(15, 'Adobe ColdFusion', 'tcp', ['8500'], 'ColdFusion with its own web server', {
    run: ['coldfusion', 'cfusion'],
  }),
  server(16, 'GlassFish Administration', 'tcp', ['4848'], 'Administration console of GlassFish and Payara', {
    run: ['asadmin'],
  }),
  server(
    17,
    'Atlassian Bitbucket and Synchrony',
    'tcp',
    ['7990', '8091'],
    'Bitbucket Server and collaborative editing of Confluence',
    {
      run: ['start-bitbucket.sh'],
    },
  ),
  server(
    18,
    'SAP NetWeaver',
    'tcp',
    ['3200-3299', '3300-3399', '3600-3699', '50000-50013'],
    'SAP dispatcher, gateway, message server and Java',
    {
      run: ['disp+work', 'gwrd', 'ms.sap', 'jstart'],
    },
  ),
  server(19, 'SaltStack Master', 'tcp', ['4505-4506'], 'Publish and request servers of a Salt master', {
    deb: ['salt-master'],
    run: ['salt-master'],
  }),
  server(20, 'Puppet Server', 'tcp', ['8140'], 'Puppet server for its agents', {
    deb: ['puppetserver', 'puppet-master'],
    run: ['puppetserver'],
  }),
] as const;
