import { isIPv6, Socket } from 'node:net';
import {
  AF_INET,
  AF_INET6,
  openSocket,
  SO_MARK,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setOption,
} from './libc.ts';
import { MARK_LINK } from './marks.ts';

/**
 * Opens a TCP connection of the agent's own: its packets carry our mark, so the firewall lets them through and
 * inspection leaves them alone whatever the policy says. `address` is an IP address, already resolved; the socket
 * connects like one from `net.connect` and can be handed to `tls.connect({ socket })`. Needs CAP_NET_ADMIN: throws
 * SystemCallError (EPERM) without.
 */
export function connectMarked(address: string, port: number): Socket {
  const fd = openSocket(isIPv6(address) ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setOption(fd, SOL_SOCKET, SO_MARK, MARK_LINK);
  const socket = new Socket({ fd, readable: true, writable: true });
  socket.connect({ host: address, port });
  return socket;
}
