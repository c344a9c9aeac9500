/**
 * Packet mark bits the agent uses, all above the bits that Kubernetes (0x4000, 0x8000), Docker and Tailscale
 * (0xff0000) use. Each lives only between two of our own hooks, or on packets the agent itself makes.
 */

/** The firewall's bypass rule matched: inspection leaves the packet alone. Cleared behind the inspection hook. */
export const MARK_BYPASS = 0x0100_0000;
/** A reset segment the agent made: neither filtered nor inspected. */
export const MARK_RESET = 0x0200_0000;
/** Our firewall has let the packet through: the host's own filter, set aside, accepts it unseen (FW-13). */
export const MARK_PASSED = 0x0400_0000;
/** A socket of the agent's own link to the plane. Also set on its connections, so that replies pass. */
export const MARK_LINK = 0x0800_0000;
