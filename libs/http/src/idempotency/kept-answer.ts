/** An answer, as far as it is the same each time. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body. */
  readonly body: string;
}
