import { type MessageContract, messageContract } from '#broker';
import type { CommandContext } from '#event-sourcing';
import { parseInput, type Scope } from '#http';
import type { Command, CommandBus } from '@nestjs/cqrs';
import type { z } from 'zod';

/** What a reply says of a command that was carried out: JSON, with ids, statuses and outcomes. */
export type CommandResult = Record<string, z.core.util.JSONType>;

/** A command whose body was found right, and that waits to be carried out. */
export type PreparedCommand = (context: CommandContext, bus: CommandBus) => Promise<CommandResult>;

/** A command that other services give by message: what they send, who may, what it does and what they hear of it. */
export interface CommandContract extends MessageContract {
  /** What the producer must have been registered with. */
  readonly scope: Scope;
  /** What a reply says of a command that was carried out: ids, statuses and outcomes. */
  readonly result: z.ZodType;
  readonly resultExample: unknown;
  /** @throws DomainError `invalid`, naming each wrong field, with the words that HTTP has for it. */
  prepare(body: unknown): PreparedCommand;
}

/** What makes a contract of a command. */
interface Definition<Type extends string, Input extends z.ZodType, Outcome, Result extends z.ZodType> {
  readonly type: Type;
  readonly summary: string;
  readonly scope: Scope;
  readonly schema: Input;
  readonly example: NoInfer<z.output<Input>>;
  /** The command that does it; pure. */
  readonly toCommand: (input: z.output<Input>, context: CommandContext) => Command<Outcome>;
  readonly result: Result;
  readonly resultExample: NoInfer<z.output<Result>>;
  /** What the reply says; pure. */
  readonly toResult: (outcome: Outcome, input: z.output<Input>) => z.output<Result>;
}

/** Declares a command that other services give by message. */
export function commandContract<const Type extends string, Input extends z.ZodType, Outcome, Result extends z.ZodType>(
  definition: Definition<Type, Input, Outcome, Result>,
): CommandContract & MessageContract<Type, Input> {
  const { type, schema, summary, example, scope, result, resultExample, toCommand, toResult } = definition;
  return {
    ...messageContract(type, schema, { summary, example }),
    scope,
    result,
    resultExample,
    prepare(body) {
      const input = parseInput(schema, body);
      return async (context, bus) => toResult(await bus.execute(toCommand(input, context)), input) as CommandResult;
    },
  };
}
