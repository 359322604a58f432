import { isErrno, type Settings, SettingsError } from '#platform';

/** What answers HTTP, once it may. */
interface Listener {
  listen(port: number, host: string): Promise<unknown>;
}

/** What keeps a process from listening, by the system's name for it, in words of the settings. */
const PROBLEMS: Readonly<Record<string, (place: string) => string>> = {
  EADDRINUSE: (place) => `PORT is taken: something listens at ${place} already`,
  EACCES: (place) => `PORT needs more rights than this process has: it may not listen at ${place}`,
  EADDRNOTAVAIL: (place) => `HOST is no address of this machine: it cannot listen at ${place}`,
  ENOTFOUND: (place) => `HOST cannot be found: it cannot listen at ${place}`,
};

/**
 * Listens where the settings say.
 * @throws SettingsError naming the setting that has to be another one.
 */
export async function listenAt({ host, port }: Pick<Settings, 'host' | 'port'>, listener: Listener): Promise<void> {
  try {
    await listener.listen(port, host);
  } catch (error) {
    const [, problem] = Object.entries(PROBLEMS).find(([code]) => isErrno(error, code)) ?? [];
    throw problem ? new SettingsError([problem(`${host}:${port}`)]) : error;
  }
}
