/** Check digits of payment references. Input is digits and capitals. */

/** ISO 7064 mod 97-10, letters count as 10..35; digit by digit so that no large number is needed. Valid text leaves 1. */
export function modulo97(text: string): number {
  let rest = 0;
  for (const character of text) {
    for (const digit of parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}
