import { describe, expect, it } from '@jest/globals';
import { MongoInvalidArgumentError, MongoNetworkError, MongoServerError } from 'mongodb';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { reading, writing } from './outages.js';

const answered = (code: number): Error => new MongoServerError({ message: 'no', code });
const nameServer = Object.assign(new Error('querySrv ENOTFOUND'), { syscall: 'querySrv' });

describe('what goes wrong with MongoDB', () => {
  it.each([
    ['a broken connection', new MongoNetworkError('broken')],
    ['a primary that steps down', answered(189)],
    ['a server that is no primary', answered(10_107)],
    ['a server that ends', answered(11_600)],
    ['a majority that does not confirm in time', answered(64)],
    ['a name server that does not know the cluster', nameServer],
  ])('is an outage: %s', async (_, error) => {
    await expect(reading(() => Promise.reject(error))).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(writing(() => Promise.reject(error))).rejects.toBeInstanceOf(UnknownOutcomeError);
  });

  it.each([
    ['a duplicate key', answered(11_000)],
    ['a missing right', answered(13)],
    ['an argument that is none', new MongoInvalidArgumentError('no')],
    ['an error of ours', new Error('no')],
  ])('is what it is: %s', async (_, error) => {
    await expect(reading(() => Promise.reject(error))).rejects.toBe(error);
    await expect(writing(() => Promise.reject(error))).rejects.toBe(error);
  });
});
