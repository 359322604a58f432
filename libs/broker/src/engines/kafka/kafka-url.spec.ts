import { describe, expect, it } from '@jest/globals';
import { openBroker } from '../index.js';
import { parseKafkaUrl } from './kafka-url.js';

describe('the URL of a Kafka cluster', () => {
  it.each([
    ['kafka://localhost:9092', { brokers: ['localhost:9092'], prefix: '', tls: false }],
    ['kafka://a.example:9092,10.0.0.1:9093,[::1]:9094/staging.', { brokers: ['a.example:9092', '10.0.0.1:9093', '[::1]:9094'], prefix: 'staging.', tls: false }],
    ['kafka+ssl://a:9092/', { brokers: ['a:9092'], prefix: '', tls: true }],
    ['kafka+sasl_ssl://me:p%40ss%2Fword@a:9092', {
      brokers: ['a:9092'], prefix: '', tls: true, credentials: { mechanism: 'plain', username: 'me', password: 'p@ss/word' },
    }],
    ['kafka+sasl_ssl://me:it@a:1,b:2/x-?mechanism=scram-sha-512', {
      brokers: ['a:1', 'b:2'], prefix: 'x-', tls: true, credentials: { mechanism: 'scram-sha-512', username: 'me', password: 'it' },
    }],
  ])('%s', (url, location) => {
    expect(parseKafkaUrl(url)).toEqual(location);
  });

  it.each([
    'kafka://', 'kafka://localhost', 'kafka://localhost:port', 'kafka://a:1,', 'kafka://a:1/b/c', 'kafka://a:1/ü', 'kafka:a:1',
    'kafka://me:secret@a:1', 'kafka+ssl://me:secret@a:1', 'kafka+sasl://me:secret@a:1', 'kafka+sasl_ssl://a:1', 'kafka+sasl_ssl://me@a:1',
    'kafka+sasl_ssl://me:%secret@a:1', 'kafka+sasl_ssl://me:secret@a:1?mechanism=md5', 'kafka://a:1?mechanism=plain',
  ])('%s is refused, and not repeated', async (url) => {
    const refused = await openBroker(url).then(() => undefined, (error: unknown) => error as Error);
    expect(refused?.message).toMatch(/^BROKER_URL: /);
    expect(refused?.message).not.toContain('secret');
  });
});
