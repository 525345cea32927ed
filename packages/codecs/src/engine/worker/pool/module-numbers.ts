const numbers = new WeakMap<WebAssembly.Module, number>();
let last = 0;

/** This page's number for a compiled module, by which threads know it. */
export function numberOfModule(module: WebAssembly.Module): number {
  const known = numbers.get(module);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(module, last);
  return last;
}
