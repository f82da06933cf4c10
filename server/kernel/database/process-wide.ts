// The page framework bundles server code a second time into the same process. What is costly there (connections and the
// clients bound to them) is made once and found by both.

/** The process's one value of that name, made when first asked for. Both bundles are built from the same source, so T agrees. */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`berth.${name}`);
  const known: unknown = Reflect.get(globalThis, key);
  if (known !== undefined) return known as T;
  const made = make();
  Reflect.set(globalThis, key, made);
  return made;
}
