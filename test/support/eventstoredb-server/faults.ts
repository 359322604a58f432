import { setTimeout as delay } from 'node:timers/promises';
import { notLeader, type RpcError, serverNotReady, unreachable } from './rpc-error.js';

type Call = 'read' | 'write';

/** What goes wrong on demand. Everything counts down, or goes on until `clear`. */
export class Faults {
  private refusals: { left: number; readonly of: readonly Call[]; readonly error: () => RpcError } = { left: 0, of: [], error: serverNotReady };
  private lost = 0;
  private slowness = 0;
  private thaw: (() => void) | undefined;
  private frozen: Promise<void> | undefined;

  /**
   * @param self where this server is, which a NotLeader names as the leader unless told otherwise.
   * @param connections what a dropped connection and a dropped subscription are dropped from.
   */
  constructor(
    private readonly self: () => { readonly host: string; readonly port: number },
    private readonly drop: { readonly connections: () => void; readonly subscriptions: (error: RpcError) => void },
  ) {}

  /** Imitates a node that just lost an election: the next writes are refused with the address of the leader. */
  notLeader(times: number, leader: { readonly host: string; readonly port: number } = this.self()): void {
    this.refusals = { left: times, of: ['write'], error: () => notLeader(leader) };
  }

  /** Imitates a node that starts or shuts down: the next calls are refused, and nothing is done. */
  notReady(times: number): void {
    this.refusals = { left: times, of: ['read', 'write'], error: serverNotReady };
  }

  /** Imitates a balancer in front of a node that is gone: the next calls are refused, and nothing is done. */
  unavailable(times: number): void {
    this.refusals = { left: times, of: ['read', 'write'], error: unreachable };
  }

  /** Imitates a network or a server that fails in the worst moment: the next writes are stored, and then their connection is cut. */
  loseAnswers(times: number): void {
    this.lost = times;
  }

  /** Imitates a server or network that stalls: nothing is answered until `resume`; what is asked for is done nonetheless. */
  freeze(): void {
    this.frozen ??= new Promise((resolve) => {
      this.thaw = resolve;
    });
  }

  resume(): void {
    this.thaw?.();
    this.frozen = undefined;
  }

  /** Imitates a slow network: every answer waits for so many milliseconds. */
  delay(milliseconds: number): void {
    this.slowness = milliseconds;
  }

  /** Imitates a node that gives up its subscriptions, as one that shuts down: they end with an error. */
  dropSubscriptions(): void {
    this.drop.subscriptions(serverNotReady());
  }

  /** Imitates a network that fails: all connections are cut. */
  dropConnections(): void {
    this.drop.connections();
  }

  /** Everything is well again. */
  clear(): void {
    this.refusals.left = 0;
    this.lost = 0;
    this.slowness = 0;
    this.resume();
  }

  /** Asked before a call is begun: why it is refused, if it is. */
  refusal(call: Call): RpcError | undefined {
    const { left, of, error } = this.refusals;
    if (left === 0 || !of.includes(call)) return undefined;
    this.refusals.left -= 1;
    return error();
  }

  /** Asked when something was written: whether its connection is to be cut before the answer. */
  losesAnswer(): boolean {
    if (this.lost === 0) return false;
    this.lost -= 1;
    return true;
  }

  /** Asked before an answer: what it has to wait for, if anything. */
  get obstacle(): Promise<unknown> | undefined {
    if (this.slowness === 0) return this.frozen;
    return delay(this.slowness, undefined, { ref: false }).then(() => this.frozen);
  }
}
