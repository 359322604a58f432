import type { z } from 'zod';

/**
 * What other services rely on in the messages of one type: a contract of its own, whatever the domain's events look like.
 * Fields may be added; whatever else changes gets a type with a higher number.
 */
export interface MessageContract<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** A name that is never used for another shape, e.g. `casetrail.case.completed.v1`. */
  readonly type: Type;
  /** Of the message's data. */
  readonly schema: Schema;
  /** What such a message says, in a sentence, for those who read about it. */
  readonly summary: string;
  /** Data that fits the schema. */
  readonly example: z.output<Schema>;
}

/** Declares the contract of a type of messages. */
export const messageContract = <const Type extends string, Schema extends z.ZodType>(
  type: Type,
  schema: Schema,
  { summary, example }: Pick<MessageContract<Type, Schema>, 'summary' | 'example'>,
): MessageContract<Type, Schema> => ({ type, schema, summary, example });

/** What a message of this contract says. */
export type MessageData<Contract extends MessageContract> = z.output<Contract['schema']>;
