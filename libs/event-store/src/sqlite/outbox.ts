import type { MessagePort } from 'node:worker_threads';

/** Sends what is put in during one turn as one message, a list: a message costs more than what is in it. */
export class Outbox<Item> {
  private items: Item[] = [];

  constructor(private readonly port: MessagePort) {}

  put(item: Item): void {
    if (this.items.length === 0) queueMicrotask(this.send);
    this.items.push(item);
  }

  private readonly send = (): void => {
    const items = this.items;
    this.items = [];
    this.port.postMessage(items);
  };
}
