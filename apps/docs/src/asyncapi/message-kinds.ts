import { type MessageContract, toMessage } from '#broker';
import type { JsonObject } from '#event-sourcing';
import { signCommand } from '#messaging';
import { eventHeaders, replyHeaders, signedCommandHeaders } from './message-headers.js';
import type { MessageKind } from './message-object.js';

const TIME = '2026-01-02T03:04:05.678Z';
const PRODUCER = '3f0a7c1e-5d2b-4c8e-9a46-0b1d2e3f4a5b';

/** The secret that the examples are signed with. */
export const EXAMPLE_SECRET = 'kU0m7sQ2w9Xb4ZrT6yN1cV8eJ5hL3gPdAfR0iOqKxMs';

const exampleEvent = ({ type, example }: MessageContract, subject: string, id: string) =>
  toMessage({ id, type, org: 'acme', subject, time: TIME, sequence: 3, correlationId: 'onboarding-9', data: example as JsonObject }).headers;

/** What happened. */
export const events: MessageKind = {
  headers: eventHeaders,
  io: 'output',
  key: '`<org>.<subject>`: the events of a case are in order, and so are those of a customer.',
  correlation: '$message.header#/ce_correlationid',
  exampleHeaders: (contract) =>
    exampleEvent(contract, contract.type.includes('.customer.') ? 'customer.5' : '17', '5b0e6f4e-2c1d-5a7b-8f3e-9d4c6b1a0e2f'),
};

/** What is to be done. */
export const commands: MessageKind = {
  headers: signedCommandHeaders,
  io: 'input',
  key: 'Yours to choose: commands of one key are carried out in order. `<org>.<case id>` is a good one.',
  correlation: '$message.header#/ce_id',
  exampleHeaders: ({ type, example }) => {
    const parts = { id: 'decision-4711', source: '/screening', type, time: TIME, body: JSON.stringify(example) };
    return {
      ce_specversion: '1.0',
      ce_id: parts.id,
      ce_source: parts.source,
      ce_type: type,
      ce_time: TIME,
      ce_producer: PRODUCER,
      ce_signature: signCommand(EXAMPLE_SECRET, parts),
      ce_correlationid: 'onboarding-9',
      'content-type': 'application/json',
    };
  },
};

/** What became of it. */
export const replies: MessageKind = {
  headers: replyHeaders,
  io: 'output',
  key: '`<org>.<ce_id of the command>`: each reply stands for itself.',
  correlation: '$message.payload#/command_id',
  exampleHeaders: (contract) => ({
    ...exampleEvent(contract, 'decision-4711', 'c7d1e8a2-4b3f-5c6d-9e0a-1f2b3c4d5e6f'),
    ce_sequence: '0000000000000000',
    ce_producer: PRODUCER,
  }),
};
