// Next bundles server code a second time into the same process. Expensive objects (connections and the clients bound to
// them) are created once and shared by both bundles.

/**
 * The process's single value under that name, created on first use. Both bundles are built from the same source, so T
 * agrees.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`berth.${name}`);
  const known: unknown = Reflect.get(globalThis, key);
  if (known !== undefined) return known as T;
  const made = make();
  Reflect.set(globalThis, key, made);
  return made;
}
