"use client";

import { useEffect, useRef } from "react";
import { Status } from "../ui/status";

export type FormProblem = {
  /** What was refused: "The reservation was not made". */
  title: string;
  detail?: string;
  suggestion?: string;
  code?: string;
  requestId?: string;
  /** Where it can be fixed: the sign-in page with the way back here. */
  link?: { href: string; label: string };
  /** Fields by id, with their error. */
  fields?: { id: string; message: string }[];
};

/** Why a form was refused, above it. Takes the focus when it appears; each line links to its field. */
export function ErrorSummary({ problem }: { problem: FormProblem | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem !== null) box.current?.focus();
  }, [problem]);
  if (problem === null) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="border-l-[3px] border-down bg-down-wash px-3 py-2.5">
      <Status state="down" className="whitespace-normal">
        {problem.title}
      </Status>
      {problem.detail === undefined ? null : <p className="mt-0.5">{problem.detail}</p>}
      {problem.suggestion === undefined ? null : <p className="mt-0.5 text-ink-2">{problem.suggestion}</p>}
      {problem.link === undefined ? null : (
        <p className="mt-0.5">
          <a href={problem.link.href}>{problem.link.label}</a>
        </p>
      )}
      {problem.fields === undefined || problem.fields.length === 0 ? null : (
        <ul className="mt-1 list-disc pl-4">
          {problem.fields.map((field) => (
            <li key={field.id}>
              <a href={`#${field.id}`}>{field.message}</a>
            </li>
          ))}
        </ul>
      )}
      {problem.code === undefined ? null : (
        <p className="mt-1 text-small text-ink-2">
          <span className="ident">{problem.code}</span>
          {problem.requestId === undefined ? null : <span className="ident"> · {problem.requestId}</span>}
        </p>
      )}
    </div>
  );
}
