import { describe, expect, it } from '@jest/globals';
import { MasterKey } from '#platform';
import { makeSigningSecret, ProviderSecrets } from './provider-secrets.js';

const secretsOf = (byte: number): ProviderSecrets => new ProviderSecrets(new MasterKey(Buffer.alloc(32, byte)));
const secrets = secretsOf(7);

describe('a secret of a provider', () => {
  it('opens for its organization and its purpose alone', () => {
    const { stored } = secrets.seal('acme', 'api-key', 'hunter2');
    expect(secrets.open('acme', 'api-key', stored)).toBe('hunter2');
    expect(() => secrets.open('globex', 'api-key', stored)).toThrow('cannot be opened');
    expect(() => secrets.open('acme', 'signing', stored)).toThrow('cannot be opened');
    expect(() => secretsOf(8).open('acme', 'api-key', stored)).toThrow('cannot be opened');
  });

  it('is known again, and by nobody without the master key', () => {
    const idOf = (of: ProviderSecrets, org: string, secret: string): string => of.seal(org, 'api-key', secret).stored.secret_id;
    const id = idOf(secrets, 'acme', 'hunter2');
    expect(idOf(secrets, 'acme', 'hunter2')).toBe(id);
    for (const other of [idOf(secrets, 'acme', 'hunter3'), idOf(secrets, 'globex', 'hunter2'), idOf(secretsOf(8), 'acme', 'hunter2')]) expect(other).not.toBe(id);
  });

  it('that is made belongs to one provider, and is the same when the command comes again', () => {
    const claim = { bytes: (purpose: string, count: number) => Buffer.alloc(count, purpose.length) } as never;
    expect(makeSigningSecret({ claim }, 'one')).toBe(makeSigningSecret({ claim }, 'one'));
    expect(makeSigningSecret({ claim }, 'one')).not.toBe(makeSigningSecret({ claim }, 'three'));
    expect(makeSigningSecret({}, 'one')).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(makeSigningSecret({}, 'one')).not.toBe(makeSigningSecret({}, 'one'));
  });
});
