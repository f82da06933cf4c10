// What has to be done when, ordered by time and, at the same instant, by insertion.
import type { Instant } from "@/lib/period";

interface Entry {
  at: Instant;
  order: number;
  run: () => Promise<void>;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap, smallest first. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #entered = 0;

  get nextAt(): Instant {
    return this.#heap[0]?.at ?? Infinity;
  }

  add(at: Instant, run: () => Promise<void>): void {
    const entry = { at, order: this.#entered++, run };
    this.#heap.push(entry);
    let index = this.#heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (!above || before(above, entry)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = entry;
  }

  /** Takes the first entry due at `now`, if there is one. */
  take(now: Instant): Entry | undefined {
    const first = this.#heap[0];
    if (!first || first.at > now) return undefined;
    const last = this.#heap.pop();
    if (last && last !== first) this.#sink(last);
    return first;
  }

  #sink(entry: Entry): void {
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child = right && left && before(right, left) ? right : left;
      if (!child || before(entry, child)) break;
      this.#heap[index] = child;
      index = 2 * index + (child === right ? 2 : 1);
    }
    this.#heap[index] = entry;
  }
}
