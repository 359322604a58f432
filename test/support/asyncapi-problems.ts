import { type Node, refProblems } from '#http/testing';

const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): readonly (readonly [string, Node])[] =>
  isObject(value) ? Object.entries(value).filter((entry): entry is [string, Node] => isObject(entry[1])) : [];
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const refOf = (value: unknown): string => (isObject(value) && typeof value.$ref === 'string' ? value.$ref : '');
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** What is wrong with a description of messages by the rules of AsyncAPI 3.0 and by our own; nothing when it is sound. */
export function asyncApiProblems(document: Node): readonly string[] {
  const { info, servers, channels, operations, components } = document;
  const messages = isObject(components) ? components.messages : undefined;
  return [
    ...(/^3\.0\.\d+$/.test(String(document.asyncapi)) ? [] : ['asyncapi: is not 3.0']),
    ...(isObject(info) && isText(info.title) && isText(info.version) ? [] : ['info: lacks a title or a version']),
    ...objects(servers).flatMap(([name, server]) => (isText(server.host) && isText(server.protocol) ? [] : [`servers.${name}: lacks its host or protocol`])),
    ...objects(channels).flatMap(([name, channel]) => channelProblems(channel).map((problem) => `channels.${name}: ${problem}`)),
    ...objects(operations).flatMap(([name, operation]) => operationProblems(operation).map((problem) => `operations.${name}: ${problem}`)),
    ...objects(messages).flatMap(([name, message]) => messageProblems(message).map((problem) => `messages.${name}: ${problem}`)),
    ...unusedMessages(channels, messages),
    ...refProblems(document),
  ];
}

const channelProblems = ({ address, messages }: Node): string[] => [
  ...(isText(address) ? [] : ['has no address']),
  ...(objects(messages).length > 0 ? [] : ['has no messages']),
];

function operationProblems(operation: Node): string[] {
  const known = operation.action === 'send' || operation.action === 'receive';
  return [
    ...(known ? [] : ['neither sends nor receives']),
    ...(isText(operation.summary) ? [] : ['has no summary']),
    ...strayMessages(operation),
    ...(isObject(operation.reply) ? strayMessages(operation.reply) : []),
  ];
}

/** An operation, or its reply, has messages of its own channel alone. */
function strayMessages({ channel, messages }: Node): string[] {
  const own = `${refOf(channel)}/messages/`;
  if (!refOf(channel).startsWith('#/channels/') || list(messages).length === 0) return ['has no channel or no messages'];
  return list(messages).flatMap((message) => (refOf(message).startsWith(own) ? [] : [`${refOf(message)} is not of its channel`]));
}

function messageProblems({ name, summary, headers, payload, examples }: Node): string[] {
  return [
    ...(isText(name) && isText(summary) ? [] : ['lacks a name or a summary']),
    ...(isObject(headers) && isObject(payload) ? [] : ['lacks its headers or its payload']),
    ...(list(examples).length > 0 ? [] : ['has no example']),
  ];
}

function unusedMessages(channels: unknown, messages: unknown): string[] {
  const used = new Set(objects(channels).flatMap(([, channel]) => objects(channel.messages).map(([, message]) => refOf(message))));
  return objects(messages).flatMap(([name]) => (used.has(`#/components/messages/${name}`) ? [] : [`messages.${name}: is in no channel`]));
}
