import { MinHeap } from './min-heap.js';

/** Work that is not finished: a delivery, a run of a check. */
export interface AgendaItem {
  /** The work's own stream. */
  readonly stream: string;
  /** Whose server it is done with; work for one host takes turns. */
  readonly host: string;
  /** When it is due, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * Which work is due when. An item that was taken belongs to its taker until it is given back: until then nothing
 * that is noted of it counts, because the taker knows better.
 */
export class Agenda {
  private readonly waiting = new Map<string, AgendaItem>();
  private readonly taken = new Set<string>();
  /** In the order in which they are due; holds also what is no longer waiting, which is left out when it comes up. */
  private readonly order = new MinHeap<AgendaItem>();

  /** How much work is not finished. */
  get size(): number {
    return this.waiting.size + this.taken.size;
  }

  /** When there may be something due next; undefined while nothing is waiting. */
  get nextAt(): number | undefined {
    return this.order.smallest?.rank;
  }

  /** Notes when work is due; again with another time moves it. */
  note(item: AgendaItem): void {
    if (this.taken.has(item.stream) || this.waiting.get(item.stream)?.at === item.at) return;
    this.waiting.set(item.stream, item);
    this.order.push(item.at, item);
  }

  /** Moves work that is waiting. */
  move(stream: string, at: number): void {
    const item = this.waiting.get(stream);
    if (item !== undefined) this.note({ ...item, at });
  }

  /** Nothing is to be done for this stream any more. */
  drop(stream: string): void {
    this.waiting.delete(stream);
  }

  /** Takes what is due by now. */
  takeDue(now: number): readonly AgendaItem[] {
    const due: AgendaItem[] = [];
    for (let next = this.order.smallest; next !== undefined && next.rank <= now; next = this.order.smallest) {
      this.order.pop();
      const item = next.value;
      if (this.waiting.get(item.stream) !== item) continue;
      this.waiting.delete(item.stream);
      this.taken.add(item.stream);
      due.push(item);
    }
    return due;
  }

  /** Gives an item back that was taken: to be taken again at a time, or finished. */
  giveBack(item: AgendaItem, nextAt: number | undefined): void {
    this.taken.delete(item.stream);
    if (nextAt !== undefined) this.note({ ...item, at: nextAt });
  }
}
