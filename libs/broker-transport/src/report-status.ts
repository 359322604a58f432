import type { ConsumerStatus, ReceivedMessage } from '#broker';
import type { Logger } from '#event-sourcing';

/** Tells operators of messages that fail: a line for each failure. Keys, values and other headers stay out of it. */
export function reportStatus(status: ConsumerStatus, group: string, logger: Logger): void {
  switch (status.state) {
    case 'running':
      logger.info({ group }, 'a message that failed was handled');
      return;
    case 'retrying': {
      const { message, failures, retryInMs, error } = status;
      logger.warn({ ...place(message, group), failures, retry_in_ms: Math.round(retryInMs), err: error }, 'a message failed, will be tried again');
      return;
    }
    case 'parked': {
      const { letter, error } = status;
      const fields = { ...place(letter.message, group), failures: letter.attempts };
      if (error === undefined) logger.warn(fields, 'a message waits behind a dead letter of its key');
      else logger.error({ ...fields, err: error }, 'a message became a dead letter');
    }
  }
}

const place = ({ topic, offset, headers }: ReceivedMessage, group: string) => ({ topic, group, offset, type: headers.ce_type });
