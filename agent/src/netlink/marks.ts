/**
 * Packet mark bits the agent uses, all above the bits that Kubernetes (0x4000, 0x8000), Docker and Tailscale
 * (0xff0000) use. Each lives only between two of our own hooks, or on packets the agent itself makes.
 */

/** The firewall's bypass rule matched: inspection leaves the packet alone. Cleared behind the inspection hook. */
export const MARK_BYPASS = 0x0100_0000;
/** Made by the agent itself (reset segments, its link to the plane): neither filtered nor inspected. */
export const MARK_OWN = 0x0200_0000;
/** Our firewall has let the packet through: the host's own filter, set aside, accepts it unseen (FW-13). */
export const MARK_PASSED = 0x0400_0000;
