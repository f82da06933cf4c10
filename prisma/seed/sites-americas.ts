import type { CityRow, CountryRow } from "./geography";

const north = (code: string, name: string, powerCents: number, ...cities: CityRow[]): CountryRow => ({
  code, name, area: "North America", residency: code, powerCents, cities,
});
const latin = (code: string, name: string, powerCents: number, ...cities: CityRow[]): CountryRow => ({
  code, name, area: "Latin America", residency: code, powerCents, cities,
});

export const americas: readonly CountryRow[] = [
  north("US", "United States", 8.4,
    ["Ashburn", 39.04, -77.49, 3], ["Columbus", 39.96, -82.99, 3, 7.6], ["Quincy", 47.23, -119.85, 2, 4.4], ["Dallas", 32.78, -96.8, 2, 6.9],
    ["Phoenix", 33.45, -112.07, 2, 8.1], ["Des Moines", 41.59, -93.62, 1, 6.8], ["Atlanta", 33.75, -84.39, 2, 7.4], ["Chicago", 41.88, -87.63, 2],
    ["Santa Clara", 37.35, -121.96, 2, 18.2], ["Hillsboro", 45.52, -122.99, 2, 7.7], ["Los Angeles", 34.05, -118.24, 1, 19.1],
    ["Seattle", 47.61, -122.33, 1, 6.9], ["Denver", 39.74, -104.99], ["Salt Lake City", 40.76, -111.89, 1, 7.2], ["Las Vegas", 36.17, -115.14],
    ["Reno", 39.53, -119.81, 1, 7.9], ["Houston", 29.76, -95.37, 1, 6.7], ["San Antonio", 29.42, -98.49, 1, 6.8], ["Austin", 30.27, -97.74, 1, 7.0],
    ["Kansas City", 39.1, -94.58], ["St. Louis", 38.63, -90.2, 1, 7.6], ["Minneapolis", 44.98, -93.27, 1, 9.0], ["Omaha", 41.26, -95.93, 1, 7.5],
    ["Council Bluffs", 41.26, -95.86, 1, 6.8], ["Nashville", 36.16, -86.78, 1, 6.6], ["Charlotte", 35.23, -80.84], ["Raleigh", 35.78, -78.64],
    ["Richmond", 37.54, -77.44], ["Miami", 25.76, -80.19, 1, 9.2], ["Tampa", 27.95, -82.46, 1, 9.1], ["Jacksonville", 30.33, -81.66, 1, 8.9],
    ["New York", 40.71, -74.01, 1, 13.6], ["Secaucus", 40.79, -74.06, 1, 12.8], ["Piscataway", 40.55, -74.46, 1, 12.6],
    ["Philadelphia", 39.95, -75.17], ["Boston", 42.36, -71.06, 1, 17.4], ["Buffalo", 42.89, -78.88, 1, 6.4], ["Pittsburgh", 40.44, -80.0],
    ["Cleveland", 41.5, -81.69, 1, 7.8], ["Detroit", 42.33, -83.05], ["Indianapolis", 39.77, -86.16], ["Cincinnati", 39.1, -84.51, 1, 7.7],
    ["Louisville", 38.25, -85.76, 1, 6.9], ["Memphis", 35.15, -90.05, 1, 6.5], ["Huntsville", 34.73, -86.59, 1, 7.1], ["Birmingham", 33.52, -86.8, 1, 7.3],
    ["New Orleans", 29.95, -90.07, 1, 6.3], ["Tulsa", 36.15, -95.99, 1, 6.1], ["Oklahoma City", 35.47, -97.52, 1, 6.1], ["Little Rock", 34.75, -92.29, 1, 6.7],
    ["Albuquerque", 35.08, -106.65, 1, 6.6], ["El Paso", 31.76, -106.49, 1, 6.9], ["Boise", 43.62, -116.2, 1, 7.0], ["Cheyenne", 41.14, -104.82, 1, 7.2],
    ["Billings", 45.78, -108.5, 1, 7.3], ["Fargo", 46.88, -96.79, 1, 6.9], ["Sioux Falls", 43.55, -96.73, 1, 7.8], ["Spokane", 47.66, -117.43, 1, 5.6],
    ["Sacramento", 38.58, -121.49, 1, 17.8], ["San Diego", 32.72, -117.16, 1, 20.1], ["Honolulu", 21.31, -157.86, 1, 22.0]),
  north("CA", "Canada", 7.0,
    ["Montréal", 45.5, -73.57, 2, 4.8], ["Toronto", 43.65, -79.38, 2, 8.6], ["Calgary", 51.05, -114.07], ["Vancouver", 49.28, -123.12, 1, 5.8],
    ["Québec City", 46.81, -71.21, 1, 4.8], ["Edmonton", 53.55, -113.49], ["Winnipeg", 49.9, -97.14, 1, 4.9], ["Ottawa", 45.42, -75.7, 1, 8.2],
    ["Halifax", 44.65, -63.57, 1, 10.1], ["Beauharnois", 45.31, -73.88, 1, 4.6], ["Kamloops", 50.67, -120.33, 1, 5.7], ["St. John's", 47.56, -52.71],
    ["Saskatoon", 52.13, -106.67], ["Baie-Comeau", 49.22, -68.15, 1, 4.0]),
  latin("MX", "Mexico", 11.0, ["Querétaro", 20.59, -100.39, 2], ["Monterrey", 25.69, -100.32]),
  latin("BR", "Brazil", 12.6, ["São Paulo", -23.55, -46.63, 3], ["Fortaleza", -3.73, -38.53], ["Rio de Janeiro", -22.91, -43.17]),
  latin("CL", "Chile", 13.9, ["Santiago", -33.45, -70.67, 2]),
  latin("AR", "Argentina", 9.7, ["Buenos Aires", -34.6, -58.38]),
  latin("CO", "Colombia", 13.4, ["Bogotá", 4.71, -74.07]),
  latin("PE", "Peru", 10.8, ["Lima", -12.05, -77.04]),
  latin("UY", "Uruguay", 12.7, ["Montevideo", -34.9, -56.16]),
  latin("CR", "Costa Rica", 14.7, ["San José", 9.93, -84.08]),
  latin("PA", "Panama", 15.1, ["Panama City", 8.98, -79.52]),
  latin("EC", "Ecuador", 9.4, ["Quito", -0.18, -78.47]),
  latin("DO", "Dominican Republic", 16.2, ["Santo Domingo", 18.49, -69.93]),
  latin("GT", "Guatemala", 16.6, ["Guatemala City", 14.63, -90.51]),
  latin("PY", "Paraguay", 5.1, ["Asunción", -25.26, -57.58]),
  latin("TT", "Trinidad and Tobago", 6.0, ["Port of Spain", 10.65, -61.51]),
];
