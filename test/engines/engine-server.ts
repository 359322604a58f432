/** A server that was started for specs, and what may happen to it. */
export interface EngineServer {
  /** Starts it after `kill`, on the port and the data that it had before. Resolves once it answers. */
  start(): Promise<void>;
  /** Ends it as a power cut does: at once, with nothing finished, frozen or not. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it where it stands: connections stay open, and nothing is answered. */
  freeze(): Promise<void>;
  /** Lets it go on after `freeze`. */
  resume(): Promise<void>;
}
