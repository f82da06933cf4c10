// The catalogue's interface for other modules.
export {
  CATALOGUE_VERSION,
  type Catalogue,
  type NodeType,
  type Pool,
  type Region,
  type Site,
  type SlaPlan,
  catalogueAt,
  catalogueOf,
  planFactorBasisPoints,
  pricesAt,
} from "./catalogue";
export { type LockedRate, type PriceList, type RateStep, compareWithReferences, discountPercent, lockRate } from "./pricing";
export { lockPools } from "./lock-pools";
