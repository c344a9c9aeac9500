import { log4ShellSignatures } from './log4shell.ts';
import type { CatalogueRule } from './rule.ts';

/** One dot of a path segment as CVE-2021-41773 and CVE-2021-42013 hide it: `%2e`, `%%32%65`, `%2%65`, `%%32e`. */
const hiddenDot = '(?:%2e|%%32%65|%2%65|%%32e|%25%32%65|%252e)';
const hiddenDotDot = `/^[^?]*\\/(?:\\.${hiddenDot}|${hiddenDot}(?:\\.|${hiddenDot}))(?:\\/|%2f)/i`;

const issued = Date.UTC(2026, 10, 23);

/** Three rules of our own, for the first mile; the feed brings the rest. */
export const starterRules: readonly CatalogueRule[] = [
  {
    ID: 1,
    identifier: '1000001',
    name: 'Apache Log4j Remote Code Execution (Log4Shell)',
    description:
      'Stops requests that carry a JNDI lookup for Apache Log4j, plain or disguised by nested lookups, in the address, a header or the body.',
    applicationTypeID: 1,
    priority: 'normal',
    severity: 'critical',
    type: 'vulnerability',
    CVE: ['CVE-2021-44228', 'CVE-2021-45046'],
    CVSSScore: '10.0',
    originalIssue: issued,
    lastUpdated: issued,
    signatures: log4ShellSignatures(100_000_101),
    action: 'reset',
    detectOnly: false,
  },
  {
    ID: 2,
    identifier: '1000002',
    name: 'GNU Bash Remote Code Execution (Shellshock)',
    description:
      'Stops requests that carry a Bash function definition where a CGI program would put it into its environment.',
    applicationTypeID: 1,
    priority: 'normal',
    severity: 'critical',
    type: 'vulnerability',
    CVE: ['CVE-2014-6271', 'CVE-2014-7169'],
    CVSSScore: '9.8',
    originalIssue: issued,
    lastUpdated: issued,
    signatures: [
      `drop http any any -> any any (msg:"Shellshock in the address"; flow:established,to_server; http.uri; content:"() {"; pcre:"/[\\/?&=]\\(\\) \\{/"; reference:cve,2014-6271; classtype:web-application-attack; sid:100000201; rev:2;)`,
      `drop http any any -> any any (msg:"Shellshock in a header"; flow:established,to_server; http.header; content:"() {"; pcre:"/(?:: |, )\\(\\) \\{/"; reference:cve,2014-6271; classtype:web-application-attack; sid:100000202; rev:2;)`,
      `drop http any any -> any any (msg:"Shellshock in a cookie"; flow:established,to_server; http.cookie; content:"() {"; pcre:"/(?:^|=)\\(\\) \\{/"; reference:cve,2014-6271; classtype:web-application-attack; sid:100000203; rev:1;)`,
    ],
    action: 'reset',
    detectOnly: false,
  },
  {
    ID: 3,
    identifier: '1000003',
    name: 'Apache HTTP Server 2.4.49 Path Traversal',
    description:
      'Stops requests whose path climbs out of the document root by an encoded dot, which Apache HTTP Server 2.4.49 and 2.4.50 let through.',
    applicationTypeID: 1,
    priority: 'normal',
    severity: 'critical',
    type: 'vulnerability',
    CVE: ['CVE-2021-41773', 'CVE-2021-42013'],
    CVSSScore: '9.8',
    originalIssue: issued,
    lastUpdated: issued,
    signatures: [
      `drop http any any -> any any (msg:"Encoded dot-dot segment in the path"; flow:established,to_server; http.uri.raw; content:"%"; pcre:"${hiddenDotDot}"; reference:cve,2021-41773; classtype:web-application-attack; sid:100000301; rev:2;)`,
    ],
    action: 'reset',
    detectOnly: false,
  },
];
