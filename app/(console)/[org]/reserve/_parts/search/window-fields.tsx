"use client";

import { useState } from "react";
import { Checkbox, TextInput } from "@/components/form/inputs";

type Props = { fixed: boolean; length: string; earliest: string; latest: string; from: string; to: string };

const HOUR = { type: "datetime-local", step: 3600 } as const;

/** Either a length with a flexible start, or a fixed start and end. Only the fields of the selected kind are sent. */
export function WindowFields({ fixed, length, earliest, latest, from, to }: Props) {
  const [isFixed, setIsFixed] = useState(fixed);
  return (
    <>
      <fieldset className="flex gap-4">
        <legend className="sr-only">Kind of window</legend>
        <Checkbox type="radio" label="Flexible start" checked={!isFixed} onChange={() => setIsFixed(false)} />
        <Checkbox type="radio" label="Fixed" checked={isFixed} onChange={() => setIsFixed(true)} />
      </fieldset>
      {isFixed ? (
        <>
          <TextInput key="from" {...HOUR} label="From, UTC" name="from" defaultValue={from} required />
          <TextInput key="to" {...HOUR} label="To, UTC" name="to" defaultValue={to} required />
        </>
      ) : (
        <>
          <TextInput
            label="Length"
            name="for"
            defaultValue={length}
            required
            pattern="\s*\d{1,5}\s*[hdwHDW]?\s*"
            title="A number with h, d or w, such as 36h, 14d or 2w"
            note="36h, 14d or 2w"
            autoComplete="off"
          />
          <TextInput key="earliest" {...HOUR} label="Any start from, UTC" name="earliest" defaultValue={earliest} note="Left empty: from now on" />
          <TextInput key="latest" {...HOUR} label="to, UTC" name="latest" defaultValue={latest} note="Left empty: two weeks later" />
        </>
      )}
    </>
  );
}
