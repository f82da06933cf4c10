"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { ChartSkeleton } from "../state/skeletons";
import type { UsageDay } from "./usage-drawing";

const HEIGHT = 200;

const Drawing = dynamic(() => import("./usage-drawing").then((module) => module.UsageDrawing), {
  ssr: false,
  loading: () => <ChartSkeleton height={HEIGHT} />,
});

/** What each day cost. The chart's code loads when it scrolls into view; its figures are in the table beside it. */
export function UsageChart({ label, currency, days }: { label: string; currency: string; days: readonly UsageDay[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setIsNear(true), { rootMargin: "300px" });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return (
    <figure ref={box} aria-label={`${label}, ${currency}`}>
      <figcaption className="note mb-1">
        {label}, {currency}
      </figcaption>
      <div style={{ height: HEIGHT }}>{isNear ? <Drawing days={days} currency={currency} height={HEIGHT} /> : <ChartSkeleton height={HEIGHT} />}</div>
      {/* A table ignores the size that hides it: unless a block does so, its rows make the page longer. */}
      <div className="sr-only">
        <table>
          <caption>
            {label}, {currency}
          </caption>
          <thead>
            <tr>
              <th scope="col">Day, UTC</th>
              <th scope="col">Amount</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, amount }) => (
              <tr key={day}>
                <td>{day}</td>
                <td>{amount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
