"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { Combobox } from "@/components/form/combobox";
import { Select } from "@/components/form/inputs";
import { Status } from "@/components/ui/status";
import type { Region } from "@/lib/contracts/catalog";
import { residencyText } from "../../../_parts/reserve/words";

const PAGE = 200;

type Chosen = { country: string[]; region: string[]; residency: string };

const distinct = (values: string[]): string[] => [...new Set(values)];
const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, "en");

export function PlaceChoices({ country, region, residency }: Chosen) {
  const client = useTRPCClient();
  const [countries, setCountries] = useState(country);
  const [regions, setRegions] = useState(region);
  const places = useQuery({
    queryKey: ["regions"],
    staleTime: Infinity,
    queryFn: async () => {
      const found: Region[] = [];
      for (let cursor: string | undefined, more = true; more;) {
        const page = await client.catalog.region.list.query({ limit: PAGE, cursor });
        found.push(...page.data);
        more = page.nextCursor !== null;
        cursor = page.nextCursor ?? undefined;
      }
      return found;
    },
  });
  if (places.isError) {
    return (
      <p role="alert">
        <Status state="down" className="whitespace-normal">
          The list of places did not load: {refusalOfCall(places.error).detail}
        </Status>
      </p>
    );
  }
  const all = places.data ?? [];
  const countryChoices = distinct(all.map((one) => one.country)).map((code) => {
    const there = all.filter((one) => one.country === code);
    return { value: code, label: there[0]?.countryName ?? code, hint: `${there.reduce((sites, one) => sites + one.sites, 0)}` };
  });
  const regionChoices = all
    .filter((one) => countries.length === 0 || countries.includes(one.country))
    .map((one) => ({ value: one.id, label: one.city, hint: one.id }));
  const residencies = distinct(all.map((one) => one.residency)).map((code) => ({ value: code, label: residencyText(code) }));
  return (
    <>
      <Combobox
        label="Countries"
        multiple
        choices={countryChoices.sort(byLabel)}
        value={countries}
        onValueChange={setCountries}
        placeholder={places.isPending ? "Loading" : "Any"}
      />
      <input type="hidden" name="country" value={countries.join(",")} />
      <Combobox
        label="Regions"
        multiple
        choices={regionChoices.sort(byLabel)}
        value={regions}
        onValueChange={setRegions}
        placeholder={places.isPending ? "Loading" : "Any"}
      />
      <input type="hidden" name="region" value={regions.join(",")} />
      <Select key={places.status} label="Data stays in" name="residency" defaultValue={residency} empty="Any" options={residencies.sort(byLabel)} />
    </>
  );
}
