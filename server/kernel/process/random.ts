// Injected randomness: cryptographic by default, a seeded stream while the demo loads or a property is tested, so that
// the same seed gives the same network, the same faults and the same ids.
import { randomFillSync } from "node:crypto";
import { type IdPrefix, makeId } from "@/lib/ids";
import { now } from "./clock";

let seeded: (() => number) | null = null;

/** sfc32: small, fast, passes PractRand. Only for reproducible data, never for secrets. */
function sfc32(seed: number): () => number {
  let a = seed | 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let d = 1;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** From here on everything random follows from `seed`; null returns to the system's randomness. */
export function seedRandom(seed: number | null): void {
  seeded = seed === null ? null : sfc32(seed);
}

// Asking the system for 16 bytes costs as much as asking for 4,096, so bytes are fetched in blocks.
const block = Buffer.alloc(4096);
let used = block.length;

/** Random bytes. Unpredictable unless a seed is set. */
export function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  if (seeded) {
    for (let i = 0; i < count; i++) bytes[i] = seeded() & 0xff;
    return bytes;
  }
  if (count > block.length / 4) return randomFillSync(bytes);
  if (used + count > block.length) {
    randomFillSync(block);
    used = 0;
  }
  bytes.set(block.subarray(used, used + count));
  block.fill(0, used, used + count);
  used += count;
  return bytes;
}

/** A number in [0, 1). */
export function randomFraction(): number {
  if (seeded) return seeded() / 4294967296;
  const bytes = randomBytes(4);
  return new DataView(bytes.buffer).getUint32(0) / 4294967296;
}

/** A new id at the clock's time. */
export function randomId(prefix: IdPrefix, at: Date = now()): string {
  return makeId(prefix, at.getTime(), randomBytes(10));
}
