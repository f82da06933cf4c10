import { notFound } from "next/navigation";

/** Whatever else is asked for under an organisation: not found, inside the console. */
export function generateMetadata(): never {
  notFound();
}

export default function Unknown(): never {
  notFound();
}
