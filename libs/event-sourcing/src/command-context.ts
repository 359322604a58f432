import { randomBytes } from 'node:crypto';

/**
 * What sees to it that a command that may come more than once has one effect: whoever carries it out has to hold it, and what
 * is taken or made up on the way is the same each time.
 */
export interface CommandClaim {
  /**
   * Resolves when the command may write; asked before its first write and before each one after it.
   * @throws when somebody else is carrying the command out, or has done so.
   */
  hold(): Promise<void>;
  /**
   * Says what came with the command, where that was not known before: the command is the same only with the same.
   * @throws when it was carried out before, or was another one.
   */
  content(digest: string): void;
  /** The nth id of a kind that the command takes: the one that it took when it came before, else what `take` gives. */
  id(kind: string, take: () => Promise<number>): Promise<number>;
  /** Bytes for a secret: nobody else can guess them, and they are the same each time that the command comes. */
  bytes(purpose: string, count: number): Buffer;
}

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
  /** Absent for a command that comes once, or whose ids follow from what it is about. */
  readonly claim?: CommandClaim;
}

/** Bytes for a secret that the command makes up: random ones, and the same again where the command can come again. */
export const secretBytes = ({ claim }: Pick<CommandContext, 'claim'>, purpose: string, count: number): Buffer =>
  claim ? claim.bytes(purpose, count) : randomBytes(count);
