import { describe, expect, it } from '@jest/globals';
import { type LogEntry, logLevel } from 'kafkajs';
import { logsOfKafka } from './kafka-logs.js';

describe('what kafkajs logs', () => {
  const lines: unknown[] = [];
  const line = (level: string) => (fields: object, message: string): void => void lines.push([level, fields, message]);
  const log = logsOfKafka({ info: line('info'), warn: line('warn'), error: line('error') })();
  const entry = (level: logLevel, message: string, extra: object = {}): LogEntry => ({ namespace: 'Connection', level, label: '', log: { timestamp: '', message, ...extra } });

  it('goes on with what names a place, as a warning at most, without anything else', () => {
    log(entry(logLevel.ERROR, 'Connection error', { broker: 'a:1', error: new Error('refused'), stack: 'at…', payload: 'secret' }));
    log(entry(logLevel.INFO, 'Stopped', { groupId: 'g' }));
    expect(lines).toEqual([
      ['warn', { kafkajs: 'Connection', broker: 'a:1', error: 'refused' }, 'Connection error'],
      ['info', { kafkajs: 'Connection', groupId: 'g' }, 'Stopped'],
    ]);
  });

  it('leaves out what happens all the time', () => {
    lines.length = 0;
    log(entry(logLevel.ERROR, 'Response AddPartitionsToTxn', { error: 'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing' }));
    expect(lines).toEqual([]);
  });
});
