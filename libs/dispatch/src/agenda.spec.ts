import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Agenda } from './agenda.js';
import { MinHeap } from './min-heap.js';

const item = (stream: string, at: number) => ({ stream, host: 'example.com', at });
const streams = (items: readonly { readonly stream: string }[]): string[] => items.map(({ stream }) => stream);

describe('the agenda', () => {
  it('gives what is due, the earliest first, once', () => {
    const agenda = new Agenda();
    for (const one of [item('c', 30), item('a', 10), item('b', 20)]) agenda.note(one);
    expect(agenda.nextAt).toBe(10);
    expect(streams(agenda.takeDue(20))).toEqual(['a', 'b']);
    expect(streams(agenda.takeDue(20))).toEqual([]);
    expect(agenda.size).toBe(3);
  });

  it('moves what is waiting, later and earlier', () => {
    const agenda = new Agenda();
    agenda.note(item('a', 10));
    agenda.move('a', 50);
    expect(agenda.takeDue(10)).toEqual([]);
    agenda.note(item('a', 5));
    expect(streams(agenda.takeDue(10))).toEqual(['a']);
    agenda.move('unknown', 1);
    expect(agenda.takeDue(100)).toEqual([]);
  });

  it('leaves out what was dropped', () => {
    const agenda = new Agenda();
    agenda.note(item('a', 10));
    agenda.drop('a');
    expect([agenda.takeDue(10), agenda.size]).toEqual([[], 0]);
  });

  it('gives nothing twice that is in the works, whatever is noted of it meanwhile', () => {
    const agenda = new Agenda();
    agenda.note(item('a', 10));
    const [taken] = agenda.takeDue(10);
    agenda.note(item('a', 11));
    agenda.move('a', 12);
    expect(agenda.takeDue(100)).toEqual([]);
    agenda.giveBack(taken!, 200);
    expect(agenda.takeDue(100)).toEqual([]);
    expect(streams(agenda.takeDue(200))).toEqual(['a']);
    agenda.giveBack(taken!, undefined);
    expect([agenda.takeDue(1_000), agenda.size]).toEqual([[], 0]);
  });
});

it('a heap gives its numbers in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (numbers) => {
      const heap = new MinHeap<number>();
      for (const number of numbers) heap.push(number, number);
      expect(numbers.map(() => heap.pop())).toEqual([...numbers].sort((a, b) => a - b));
      expect([heap.pop(), heap.smallest]).toEqual([undefined, undefined]);
    }),
  );
});
