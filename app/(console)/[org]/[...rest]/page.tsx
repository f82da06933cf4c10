import { notFound } from "next/navigation";

/** Any other address under an organisation: not found, inside the console. */
export function generateMetadata(): never {
  notFound();
}

export default function Unknown(): never {
  notFound();
}
