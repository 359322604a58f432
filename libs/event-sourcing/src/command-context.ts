/** Who asked for what, when, and because of what: the same for every event that one command leads to. */
export interface CommandContext {
  readonly org: string;
  /** `client:…`, `member:…`, `producer:…` or `system:<process>`. */
  readonly actor: string;
  readonly onBehalfOf?: string;
  /** Recognises a command that comes again. One command may write to several streams. */
  readonly commandId: string;
  readonly correlationId: string;
  /** The id of the message or event that led to this command; the command itself when nothing did. */
  readonly causationId?: string;
  /** Milliseconds since the Unix epoch; every event of the command has this time. */
  readonly now: number;
}
