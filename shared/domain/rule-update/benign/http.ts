import type { Exchange } from './exchange.ts';

interface Visit {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly answer?: string;
}

/** Programs that visit servers; every visit is made by each of them. */
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'curl/8.11.0',
  'python-requests/2.32.3',
  'Go-http-client/1.1',
  'Apache-HttpClient/5.4 (Java/21.0.5)',
  'kube-probe/1.31',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
];

const form = ['Content-Type: application/x-www-form-urlencoded'];
const json = ['Content-Type: application/json', 'Accept: application/json'];
const multipart = 'b7f1c0ffee';

const visits: readonly Visit[] = [
  { path: '/' },
  { path: '/index.php' },
  { path: '/index.html?utm_source=news&utm_medium=email&utm_campaign=spring%20sale' },
  { path: '/favicon.ico' },
  { path: '/robots.txt' },
  {
    path: '/assets/app.8f3a9c.js',
    headers: ['If-None-Match: "8f3a9c"', 'Referer: https://www.example.com/'],
  },
  { path: '/images/a%20picture%20%281%29.jpg' },
  { path: '/search?q=select+a+table+from+the+union+catalogue&page=2&sort=price_desc' },
  { path: '/search?q=%E6%97%A5%E6%9C%AC%E8%AA%9E+%E6%A4%9C%E7%B4%A2' },
  { path: '/articles/2024/how-to-drop-or-update-a-database?ref=home#comments' },
  { path: '/wp-content/themes/twentytwentyfour/style.css?ver=1.3' },
  { path: '/wp-json/wp/v2/posts?per_page=10&_embed=1' },
  {
    path: '/wp-login.php',
    method: 'POST',
    headers: form,
    body: 'log=editor&pwd=correct+horse&wp-submit=Log+In',
  },
  {
    path: '/wp-admin/admin-ajax.php',
    method: 'POST',
    headers: form,
    body: 'action=heartbeat&_nonce=5f2b1c&interval=60',
  },
  { path: '/user/login?destination=node/12' },
  {
    path: '/login',
    method: 'POST',
    headers: form,
    body: 'username=o%27brien%40example.com&password=p%26ss%3Cword%3E%21',
  },
  {
    path: '/comments',
    method: 'POST',
    headers: form,
    body: 'text=1+%3C+2+and+%22quotes%22+%26+more%3B+it%27s+fine&parent=7',
  },
  { path: '/api/v1/orders?from=2024-01-01T00:00:00Z&to=2024-02-01T00:00:00Z&limit=100', headers: json },
  {
    path: '/api/v1/orders',
    method: 'POST',
    headers: json,
    body: '{"items":[{"sku":"A-1","n":2}],"note":"Ring twice; the bell is broken"}',
  },
  { path: '/api/v1/orders/17', method: 'PUT', headers: json, body: '{"state":"shipped","carrier":"DHL"}' },
  { path: '/api/v1/orders/17', method: 'DELETE', headers: json },
  {
    path: '/graphql',
    method: 'POST',
    headers: json,
    body: '{"query":"query($id:ID!){order(id:$id){id total}}","variables":{"id":"17"}}',
  },
  {
    path: '/rpc',
    method: 'POST',
    headers: ['Content-Type: text/xml', 'SOAPAction: "getQuote"'],
    body: '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><getQuote><symbol>NTT</symbol></getQuote></soap:Body></soap:Envelope>',
  },
  {
    path: '/upload',
    method: 'POST',
    headers: [`Content-Type: multipart/form-data; boundary=${multipart}`],
    body: `--${multipart}\r\nContent-Disposition: form-data; name="file"; filename="report.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n1 0 obj << /Type /Catalog >> endobj\r\n--${multipart}--\r\n`,
  },
  { path: '/actuator/health', headers: ['Accept: application/vnd.spring-boot.actuator.v3+json'] },
  { path: '/metrics' },
  { path: '/server-status?auto' },
  { path: '/download/setup.exe', headers: ['Range: bytes=0-1023'] },
  { path: '/files/backup-2024.tar.gz' },
  { path: '/owa/auth/logon.aspx?replaceCurrent=1&url=https%3a%2f%2fmail.example.com%2fowa' },
  { path: '/sites/team/Shared%20Documents/Forms/AllItems.aspx' },
  { path: '/jenkins/job/build/42/console' },
  { path: '/manager/html', headers: ['Authorization: Basic YWRtaW46c2VjcmV0LXdvcmQ='] },
  { path: '/cgi-bin/status.cgi?host=web1' },
  {
    path: '/oauth/token',
    method: 'POST',
    headers: form,
    body: 'grant_type=client_credentials&client_id=shop&client_secret=7Jx0',
  },
  { path: '/.well-known/acme-challenge/3yR1bGVz' },
  {
    path: '/dav/',
    method: 'PROPFIND',
    headers: ['Depth: 1', 'Content-Type: application/xml'],
    body: '<?xml version="1.0"?><propfind xmlns="DAV:"><allprop/></propfind>',
  },
  {
    path: '/api',
    method: 'OPTIONS',
    headers: ['Origin: https://app.example.com', 'Access-Control-Request-Method: POST'],
  },
];

const page =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: nginx\r\nContent-Length: 91\r\n\r\n' +
  '<!doctype html><html><head><title>Shop</title></head><body><p>Hello, world.</p></body></html>'.slice(
    0,
    91,
  );

/** Every visit by every program; requests of one connection follow each other. */
export const httpExchanges = (): Exchange[] =>
  visits.flatMap((visit) =>
    agents.map((agent) => ({
      name: `${visit.method ?? 'GET'} ${visit.path.slice(0, 60)} by ${agent.slice(0, 24)}`,
      protocol: 'tcp' as const,
      port: 80,
      turns: [
        { from: 'client' as const, data: requestOf(visit, agent) },
        { from: 'server' as const, data: visit.answer ?? page },
      ],
    })),
  );

const requestOf = ({ method = 'GET', path, headers = [], body }: Visit, agent: string): string =>
  [
    `${method} ${path.split('#')[0]} HTTP/1.1`,
    'Host: www.example.com',
    `User-Agent: ${agent}`,
    ...(headers.some((header) => header.startsWith('Accept:')) ? [] : ['Accept: */*']),
    'Accept-Encoding: gzip, deflate',
    'Accept-Language: en-GB,en;q=0.9,ja;q=0.8',
    'Cookie: session=5d41402abc4b2a76b9719d911017c592; theme=dark',
    ...headers,
    ...(body === undefined ? [] : [`Content-Length: ${body.length}`]),
    'Connection: keep-alive',
    '',
    body ?? '',
  ].join('\r\n');
