import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock, EventStore } from '#event-sourcing';
import { ClientDirectory, SessionDirectory } from '#http';
import { HealthChecks, Logger, MasterKey } from '#platform';
import { EndedSessions } from './ended-sessions.js';
import { MemberRoster } from './member.roster.js';
import { MemberSessions } from './member.sessions.js';
import { OrganizationDirectory } from './organization.directory.js';
import { CookieSealer } from './session.cookie.js';

/**
 * Starts what is kept in memory before the first request and stops it after the last one. A process whose memory cannot keep up takes no
 * more work: it would go on letting in who was shut out since.
 */
@Injectable()
class MemoryLifecycle implements OnModuleInit, OnApplicationShutdown {
  private readonly memories: readonly Pick<MemberRoster, 'start' | 'stop' | 'check'>[];

  constructor(directory: OrganizationDirectory, roster: MemberRoster, ended: EndedSessions, health: HealthChecks) {
    this.memories = [directory, roster, ended];
    health.register('access', () => {
      for (const memory of this.memories) memory.check();
    });
  }

  async onModuleInit(): Promise<void> {
    await Promise.all(this.memories.map((memory) => memory.start()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.memories.map((memory) => memory.stop()));
  }
}

/** What is kept in memory of the log, and what is asked of it. */
export const memory = [
  {
    provide: OrganizationDirectory,
    useFactory: (store: EventStore, masterKey: MasterKey, logger: Logger, clock: Clock) =>
      new OrganizationDirectory(store, masterKey, logger, { clock }),
    inject: [EventStore, MasterKey, Logger, Clock],
  },
  { provide: ClientDirectory, useExisting: OrganizationDirectory },
  {
    provide: MemberRoster,
    useFactory: (store: EventStore, logger: Logger) => new MemberRoster(store, logger),
    inject: [EventStore, Logger],
  },
  {
    provide: EndedSessions,
    useFactory: (store: EventStore, logger: Logger, clock: Clock) => new EndedSessions(store, logger, clock),
    inject: [EventStore, Logger, Clock],
  },
  {
    provide: SessionDirectory,
    useFactory: (cookies: CookieSealer, roster: MemberRoster, ended: EndedSessions, clock: Clock) =>
      new MemberSessions({ cookies, roster, ended, clock }),
    inject: [CookieSealer, MemberRoster, EndedSessions, Clock],
  },
  MemoryLifecycle,
];
