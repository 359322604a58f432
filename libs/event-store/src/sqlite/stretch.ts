/** A stretch of the log: the positions above `above`, up to and including `upTo`. */
export interface Stretch {
  readonly above: number;
  readonly upTo: number;
}
