/** Reason ids of findings that no rule made (events.md sections 3 and 4). */
export const REASON = {
  differentRetransmit: 139,
  tcpFlowLimit: 151,
  udpFlowLimit: 152,
  matchLimit: 204,
  searchLimit: 801,
} as const;
