/**
 * What batches have in common, so that a small one does not carry it: 42 events take a third less, 7 events half.
 * Only the plane knows it; agents send plain zstd. Frozen: stored batches cannot be opened without these very
 * bytes. A better one gets the next number, and this one stays for as long as logs live.
 */
export const DICTIONARY = 1;

const samples = [
  '{"kind":"agent","at":1795435200000,"number":5000,"severity":"info","title":"Agent/Appliance Started"}',
  '{"kind":"agent","at":1795435200000,"number":2000,"severity":"warning","title":"Policy Sent","description":""}',
  ...['log', 'detect-only-block', 'detect-only-reset', 'block', 'reset'].map(
    (action) =>
      '{"kind":"intrusion-prevention","at":1795435200000,"repeatCount":1,"direction":"outgoing","protocol":"tcp",' +
      '"sourceIP":"203.0.113.9","destinationIP":"192.168.0.1","sourcePort":54321,"destinationPort":8080,' +
      '"interface":"ens5","packetSize":1500,"ruleID":1000001,"sid":9000001,"status":0,"reason":"Remote Code ' +
      `Execution","severity":"critical","action":"${action}","flow":"connection","positionInStream":100}`,
  ),
  '{"kind":"intrusion-prevention","at":1795435200000,"repeatCount":1,"direction":"incoming","protocol":"tcp",' +
    '"sourceIP":"198.51.100.7","sourcePort":40000,"destinationIP":"10.0.0.1","destinationPort":443,' +
    '"interface":"eth0","packetSize":512,"status":501,"reason":"Path Traversal Vulnerability (CVE-2021-44228)",' +
    '"severity":"high","action":"reset","flow":"connection","positionInStream":0},',
  '{"kind":"firewall","at":1795435200000,"endAt":1795435260000,"repeatCount":2,"direction":"incoming",' +
    '"protocol":"udp","sourceIP":"198.51.100.7","destinationIP":"172.16.0.1","interface":"eth0",' +
    '"packetSize":60,"ruleID":10000001,"status":21,"reason":"Firewall Rule: ","action":"log-only",' +
    '"frameType":"ip","flags":"SYN ACK"}',
  '{"id":"1795435200000-1","events":[{"kind":"firewall","at":1795435200000,"repeatCount":1,' +
    '"direction":"incoming","protocol":"tcp","sourceIP":"203.0.113.9","sourcePort":40000,' +
    '"destinationIP":"192.168.0.1","destinationPort":22,"interface":"eth0","packetSize":60,"status":123,' +
    '"reason":"Out Of Allowed Policy","action":"deny","frameType":"ip","flags":"SYN"},{"kind":"firewall","at":17954',
];

export const dictionary: Uint8Array = Buffer.from(samples.join(','));
