/**
 * Bounds of what one tenant may keep: lists are answered whole (domain/api.md, Conventions), and one changed rule
 * compiles every policy that has it in a single run of a worker that all tenants share.
 */
export const MOST_POLICIES = 500;
export const MOST_FIREWALL_RULES = 2000;
