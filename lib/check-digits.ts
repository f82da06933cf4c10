/** Check digits of payment references. Input is digits and capital letters. */

/**
 * ISO 7064 mod 97-10, where letters count as 10..35. Computed digit by digit to avoid large numbers. Valid text leaves
 * a remainder of 1.
 */
export function modulo97(text: string): number {
  let rest = 0;
  for (const character of text) {
    for (const digit of parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}
