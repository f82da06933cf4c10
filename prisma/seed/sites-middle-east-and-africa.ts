import type { CityRow, CountryRow } from "./geography";

const country = (code: string, name: string, powerCents: number, ...cities: CityRow[]): CountryRow => ({
  code,
  name,
  area: "Middle East and Africa",
  residency: code,
  powerCents,
  cities,
});

export const middleEastAndAfrica: readonly CountryRow[] = [
  country("AE", "United Arab Emirates", 9.6, ["Dubai", 25.2, 55.27], ["Abu Dhabi", 24.45, 54.38]),
  country("SA", "Saudi Arabia", 6.5, ["Riyadh", 24.71, 46.68], ["Jeddah", 21.49, 39.19]),
  country("ZA", "South Africa", 9.0, ["Johannesburg", -26.2, 28.05], ["Cape Town", -33.92, 18.42]),
  country("QA", "Qatar", 5.8, ["Doha", 25.29, 51.53]),
  country("BH", "Bahrain", 7.7, ["Manama", 26.23, 50.59]),
  country("OM", "Oman", 8.1, ["Muscat", 23.59, 58.41]),
  country("JO", "Jordan", 11.7, ["Amman", 31.95, 35.93]),
  country("EG", "Egypt", 5.7, ["Cairo", 30.04, 31.24]),
  country("MA", "Morocco", 11.5, ["Casablanca", 33.57, -7.59]),
  country("TN", "Tunisia", 10.9, ["Tunis", 36.81, 10.18]),
  country("KE", "Kenya", 15.8, ["Nairobi", -1.29, 36.82]),
  country("NG", "Nigeria", 12.3, ["Lagos", 6.52, 3.38]),
  country("RW", "Rwanda", 14.6, ["Kigali", -1.95, 30.06]),
  country("MU", "Mauritius", 13.5, ["Port Louis", -20.16, 57.5]),
];
