"use client";

import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { type Direction, nextInDirection } from "./map-steps";

const DIRECTION: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** One tab stop for all dots of the map; arrow keys move the focus to the nearest dot in that direction. */
export function MapKeyboard({ children, className }: { children: ReactNode; className?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = DIRECTION[event.key];
    if (direction === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const links = [...(box.current?.querySelectorAll<SVGAElement>("a[data-x]") ?? [])];
    const points = links.map((link) => ({ x: Number(link.dataset.x), y: Number(link.dataset.y) }));
    const from = links.findIndex((link) => link === document.activeElement);
    if (from < 0) return;
    event.preventDefault();
    const next = links[nextInDirection(points, from, direction) ?? from];
    for (const link of links) link.setAttribute("tabindex", link === next ? "0" : "-1");
    next?.focus();
  };
  return (
    <div ref={box} onKeyDown={onKeyDown} className={className}>
      {children}
    </div>
  );
}
