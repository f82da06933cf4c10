"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { formatAmount, formatInstant } from "../format/text";
import { ChartSkeleton } from "../state/skeletons";
import type { SpendInput } from "./spend";

const HEIGHT = 250;

const Drawing = dynamic(() => import("./spend-drawing").then((module) => module.SpendDrawing), {
  ssr: false,
  loading: () => <ChartSkeleton height={HEIGHT} />,
});

/** Cumulative spend of a month against its budget, forecast dashed. The chart's code loads when the reader comes near it. */
export function SpendChart({ label, ...input }: SpendInput & { label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setIsNear(true), { rootMargin: "300px" });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  const all = [...input.spent, ...input.forecast];
  return (
    <figure ref={box} aria-label={label}>
      <div style={{ height: HEIGHT }}>{isNear ? <Drawing input={input} height={HEIGHT} /> : <ChartSkeleton height={HEIGHT} />}</div>
      <div className="sr-only">
        <table>
          <caption>
            {label}, {input.currency}
            {input.budget === undefined ? "" : `, budget ${formatAmount(input.budget)}`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Until, UTC</th>
              <th scope="col">Cumulative</th>
            </tr>
          </thead>
          <tbody>
            {all.map((point, index) => (
              <tr key={`${point.at} ${index}`}>
                <td>{formatInstant(point.at)}</td>
                <td>
                  {formatAmount(point.amount)}
                  {index >= input.spent.length ? " forecast" : ""}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
