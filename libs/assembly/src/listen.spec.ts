import { describe, expect, it } from '@jest/globals';
import { SettingsError } from '#platform';
import { listenAt } from './listen.js';

const at = (host: string, error: Error) => listenAt({ host, port: 3000 }, { listen: () => Promise.reject(error) });
const failure = (code: string): Error => Object.assign(new Error(`listen ${code}`), { code });

describe('a process that cannot listen', () => {
  it.each([
    ['EADDRINUSE', 'PORT is taken: something listens at 127.0.0.1:3000 already'],
    ['EACCES', 'PORT needs more rights than this process has: it may not listen at 127.0.0.1:3000'],
    ['EADDRNOTAVAIL', 'HOST is no address of this machine: it cannot listen at 127.0.0.1:3000'],
    ['ENOTFOUND', 'HOST cannot be found: it cannot listen at 127.0.0.1:3000'],
  ])('names the setting that is to blame: %s', async (code, problem) => {
    await expect(at('127.0.0.1', failure(code))).rejects.toEqual(new SettingsError([problem]));
  });

  it('passes on what it knows nothing of', async () => {
    const unknown = failure('EMFILE');
    await expect(at('127.0.0.1', unknown)).rejects.toBe(unknown);
  });
});
