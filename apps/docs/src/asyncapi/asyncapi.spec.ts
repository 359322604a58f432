import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { caseMessages } from '#cases';
import { customerMessages } from '#customers';
import { type CommandMessage, commandContracts, commandMessage, isSignedWith, replyMessages } from '#messaging';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { asyncApiProblems } from '../../../../test/support/asyncapi-problems.js';
import { ASYNCAPI_FILE, asyncApiDocument } from './asyncapi-document.js';
import { asyncApiText } from './asyncapi-text.js';
import { eventHeaders, replyHeaders } from './message-headers.js';
import { commands, EXAMPLE_SECRET, events, replies } from './message-kinds.js';
import { messageName } from './message-object.js';

type Described = Record<string, unknown> & {
  asyncapi: string;
  channels: Record<string, { address?: string; messages: Record<string, object> }>;
  operations: Record<string, { action: string; channel: { $ref: string }; reply?: object }>;
  components: { messages: Record<string, { examples: unknown[] }>; schemas: Record<string, unknown> };
};
const described = (): Described => asyncApiDocument() as Described;

describe('the description of the messages', () => {
  it('is what the schemas say: npm run docs:asyncapi brings it up to date', () => {
    expect(readFileSync(ASYNCAPI_FILE, 'utf8')).toBe(asyncApiText(asyncApiDocument()));
  });

  it('is sound, and says the same when it is read', () => {
    expect(asyncApiProblems(described())).toEqual([]);
    expect(parse(asyncApiText(asyncApiDocument()))).toEqual(asyncApiDocument());
  });

  it('has every type of message in its channel', () => {
    const { channels, components } = described();
    const named = (contracts: readonly { readonly type: string }[]): string[] => contracts.map(({ type }) => messageName(type));
    expect(Object.keys(channels.events!.messages)).toEqual(named([...caseMessages, ...customerMessages]));
    expect(Object.keys(channels.commands!.messages)).toEqual(named(commandContracts));
    expect(Object.keys(channels.replies!.messages)).toEqual(named(replyMessages));
    expect(Object.keys(components.messages)).toHaveLength(16);
  });

  it.each<[string, (document: Described) => unknown]>([
    ['asyncapi: is not 3.0', (document) => (document.asyncapi = '2.6.0')],
    ['channels.events: has no address', (document) => delete document.channels.events!.address],
    ['operations.sendEvents: neither sends nor receives', (document) => (document.operations.sendEvents!.action = 'publish')],
    ['operations.sendEvents: #/channels/events/messages/caseCreatedV1 is not of its channel', (document) => (document.operations.sendEvents!.channel.$ref = '#/channels/replies')],
    ['operations.receiveStartCaseV1: has no channel or no messages', (document) => (document.operations.receiveStartCaseV1!.reply = {})],
    ['messages.caseCreatedV1: has no example', (document) => (document.components.messages.caseCreatedV1!.examples = [])],
    ['messages.caseCreatedV1: is in no channel', (document) => delete document.channels.events!.messages.caseCreatedV1],
    ['#/components/schemas/CaseResult: leads nowhere', (document) => delete document.components.schemas.CaseResult],
  ])('would be found wrong: %s', (problem, spoil) => {
    const document = described();
    spoil(document);
    expect(asyncApiProblems(document)).toContain(problem);
  });
});

describe('the examples', () => {
  const ofEvents = [...caseMessages, ...customerMessages].map((contract) => [contract, events] as const);
  const ofCommands = commandContracts.map((contract) => [contract, commands] as const);
  const ofReplies = replyMessages.map((contract) => [contract, replies] as const);

  it.each([...ofEvents, ...ofCommands, ...ofReplies].map(([contract, kind]) => [contract.type, contract, kind] as const))(
    'fit their schemas: %s',
    (_, contract, kind) => {
      expect(contract.schema.parse(contract.example)).toEqual(contract.example);
      expect(kind.headers.safeParse(kind.exampleHeaders(contract)).error).toBeUndefined();
    },
  );

  it('have the headers that are described, and no other', () => {
    expect(Object.keys(events.exampleHeaders(caseMessages[0])).sort()).toEqual(Object.keys(eventHeaders.shape).sort());
    expect(Object.keys(replies.exampleHeaders(replyMessages[0])).sort()).toEqual(Object.keys(replyHeaders.shape).sort());
  });

  it.each(commandContracts.map((contract) => [contract.type, contract] as const))('are signed: %s', (_, contract) => {
    const command: CommandMessage = commandMessage({ key: '', headers: commands.exampleHeaders(contract), value: JSON.stringify(contract.example) });
    expect(isSignedWith(EXAMPLE_SECRET, command)).toBe(true);
    expect(contract.result.parse(contract.resultExample)).toEqual(contract.resultExample);
  });
});
