/**
 * How long connections are waited for, in milliseconds: nobody keeps one by sending little, or nothing. A request gets 408, an
 * idle connection is closed.
 */
export const TIMEOUTS = {
  /** For a whole request, its body included. */
  requestTimeout: 60_000,
  /** Between two requests: longer than balancers keep their connections, so that these are the ones to close them. */
  keepAliveTimeout: 75_000,
  http: {
    /** For the head of a request, from the opening of the connection or the end of the answer before. */
    headersTimeout: 20_000,
    /** How often connections are looked at. */
    connectionsCheckingInterval: 5_000,
  },
};
