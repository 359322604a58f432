import { Injectable } from '@nestjs/common';
import { Clock, ConcurrencyLimit, DomainError } from '#event-sourcing';
import { RequestError } from '../errors/request-error.js';
import { networkOf } from '../requests/client-addresses.service.js';
import { TokenBuckets } from './token-buckets.js';

/** Programs that ask for tokens, and people who type passwords. */
export type CredentialKind = 'secret' | 'password';

/**
 * How many of a kind are checked at the same time. Each costs 16 MiB and a thread for as long as it takes; files and names are waited
 * for on the same four threads.
 */
const AT_ONCE = 2;
/** How many of a kind wait at most: some seconds of work for secrets, a quarter of a minute for passwords. */
const WAITING = 200;
/** Wrong credentials of one address that have no consequence, and how many more it has each second. */
const FREE = 30;
const PER_SECOND = 0.2;

/**
 * Checks credentials, which is made to be slow, so that it cannot take the service from those who work: a few at a time, and none for an
 * address that many wrong ones have come from. People and programs do not wait for each other. Each process counts by itself and
 * forgets with its end; of addresses it remembers 10,000.
 */
@Injectable()
export class CredentialChecks {
  private readonly failures: TokenBuckets;
  private readonly turns: Readonly<Record<CredentialKind, ConcurrencyLimit>> = {
    secret: new ConcurrencyLimit(AT_ONCE),
    password: new ConcurrencyLimit(AT_ONCE),
  };

  constructor(clock: Clock) {
    this.failures = new TokenBuckets(PER_SECOND, FREE, clock);
  }

  /**
   * Refuses who comes from an address that too many wrong credentials came from: for what is to be done before a check.
   * @param address as `ClientAddresses` gives it.
   * @throws RequestError 429, with the seconds to wait.
   */
  admit(address: string): void {
    const wait = this.failures.wait(networkOf(address));
    if (wait === 0) return;
    throw new RequestError(429, 'too_many_attempts', 'Too many wrong credentials came from this address. Please try again later.', {
      'Retry-After': String(wait),
    });
  }

  /**
   * Carries out a check when it is its turn. Who came at once with many others is looked at then: by that time they may have been wrong
   * too often.
   *
   * @param address as `ClientAddresses` gives it.
   * @param check gives whose the credentials are; undefined for wrong ones. When it throws, the credentials were not wrong.
   * @throws RequestError 429, with the seconds to wait.
   * @throws DomainError `unavailable` when too many wait already.
   */
  async whose<Who>(kind: CredentialKind, address: string, check: () => Promise<Who | undefined>): Promise<Who | undefined> {
    this.admit(address);
    const turns = this.turns[kind];
    if (turns.waiting >= WAITING) {
      throw new DomainError('unavailable', 'too_many_logins', 'Too many log in at this moment. Please try again.');
    }
    return turns.run(async () => {
      this.admit(address);
      const who = await check();
      if (who === undefined) this.failures.take(networkOf(address));
      return who;
    });
  }
}
