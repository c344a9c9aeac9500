/** The agent's own version, as reported to the plane; a test keeps it equal to the package's. */
export const AGENT_VERSION = '0.1.0';
