import type { FaultBehaviour, FaultCategory } from "./faults";
import type { Moment } from "./moments";
import type { NodeTypeId } from "./node-types";
import type { SeedOrganisation } from "./organisations";
import { fractionOf } from "./random";

/**
 * What the demo's people did over thirteen months, as data. The loader carries it out through the same operations that
 * people use, under a moved clock; the outcomes are not in here.
 */
export interface StoryReservation {
  organisation: SeedOrganisation["slug"];
  /** E-mail of the person who reserved. */
  by: string;
  name: string;
  project: string;
  siteId: string;
  nodeTypeId: NodeTypeId;
  nodes: number;
  /** When the quote was taken; it is confirmed `confirmedAfterMinutes` later, within the hold. */
  quotedAt: Moment;
  confirmedAfterMinutes: number;
  startAt: { day: number; at: string };
  termDays: number;
  slaPlan: "standard" | "enterprise" | "mission";
  paymentSchedule: "upfront" | "monthly_advance" | "deposit_25";
  purchaseOrder?: string;
}

type Row = readonly [
  name: string,
  project: string,
  siteId: string,
  nodes: number,
  nodeTypeId: NodeTypeId,
  quotedDay: number,
  startDay: number,
  startAt: string,
  termDays: number,
  slaPlan: StoryReservation["slaPlan"],
  paymentSchedule: StoryReservation["paymentSchedule"],
  purchaseOrder?: string,
];

const fjordlys: readonly Row[] = [
  ["pretrain-3", "foundation-models", "no-mo-i-rana-1a", 8, "h100-sxm.8x", -396, -392, "00:00", 61, "enterprise", "deposit_25", "PO-4031"],
  ["infer-eu-pilot", "inference", "nl-amsterdam-1a", 4, "l40s.8x", -393, -388, "00:00", 178, "standard", "monthly_advance", "PO-4033"],
  ["pretrain-4", "foundation-models", "is-keflavik-1a", 12, "h100-sxm.8x", -330, -318, "00:00", 90, "enterprise", "deposit_25", "PO-4098"],
  ["infer-us", "inference", "us-ashburn-1a", 6, "l40s.8x", -306, -300, "12:00", 180, "enterprise", "monthly_advance", "PO-4114"],
  ["render-sto", "rendering", "se-stockholm-1a", 4, "rtx-pro-6000.8x", -281, -276, "08:00", 62, "standard", "monthly_advance", "PO-4140"],
  ["pretrain-5", "foundation-models", "no-oslo-1a", 16, "h100-sxm.8x", -239, -226, "00:00", 60, "enterprise", "deposit_25", "PO-4187"],
  ["infer-eu", "inference", "nl-amsterdam-1a", 12, "l40s.8x", -217, -210, "00:00", 365, "enterprise", "monthly_advance", "PO-4202"],
  ["eval-a100-1", "evaluation-agents", "ie-dublin-1a", 2, "a100-sxm.8x", -182, -180, "06:00", 7, "standard", "upfront", "PO-4230"],
  ["pretrain-6", "foundation-models", "fi-kajaani-1a", 16, "h100-sxm.8x", -176, -162, "00:00", 92, "enterprise", "deposit_25", "PO-4239"],
  ["posttrain-1", "foundation-models", "kr-seoul-1a", 6, "h200-sxm.8x", -146, -140, "09:00", 30, "enterprise", "upfront", "PO-4271"],
  ["infer-sg", "inference", "sg-singapore-1a", 6, "l40s.8x", -124, -118, "00:00", 270, "standard", "monthly_advance", "PO-4296"],
  ["render-mtl-test", "rendering", "ca-montreal-1a", 2, "rtx-pro-6000.8x", -106, -104, "14:00", 14, "standard", "upfront", "PO-4311"],
  ["eval-b300", "evaluation-agents", "us-quincy-1a", 2, "b300-sxm.8x", -99, -97, "00:00", 5, "enterprise", "upfront", "PO-4318"],
  ["finetune-dub", "foundation-models", "ie-dublin-1a", 3, "a100-sxm.8x", -71, -68, "00:00", 14, "standard", "upfront", "PO-4352"],
  ["pretrain-7", "foundation-models", "no-oslo-1a", 16, "h100-sxm.8x", -65, -52, "00:00", 92, "enterprise", "deposit_25", "PO-4418"],
  ["posttrain-2", "foundation-models", "kr-seoul-1a", 8, "h200-sxm.8x", -59, -41, "09:00", 45, "enterprise", "deposit_25", "PO-4418"],
  ["render-mtl", "rendering", "ca-montreal-1a", 4, "rtx-pro-6000.8x", -53, -47, "08:00", 86, "standard", "monthly_advance", "PO-4425"],
  ["eval-a100-2", "evaluation-agents", "ie-dublin-1a", 2, "a100-sxm.8x", -27, -26, "11:00", 1, "standard", "upfront", "PO-4440"],
  ["eval-b200", "evaluation-agents", "se-lulea-1a", 4, "b200-sxm.8x", -3, 1, "00:00", 8, "enterprise", "upfront", "PO-4467"],
];

const hanbit: readonly Row[] = [
  ["broadcast-live", "broadcast", "kr-seoul-1a", 3, "l40s.8x", -396, -394, "00:00", 410, "enterprise", "monthly_advance", "HB-0911"],
  ["film-sea", "film", "kr-busan-1a", 6, "rtx-pro-6000.8x", -375, -371, "00:00", 84, "standard", "monthly_advance", "HB-0927"],
  ["film-winter", "film", "kr-seoul-1a", 8, "rtx-pro-6000.8x", -270, -262, "09:00", 120, "enterprise", "deposit_25", "HB-1012"],
  ["film-sim", "film", "kr-seoul-1a", 2, "h100-sxm.8x", -153, -150, "00:00", 21, "standard", "upfront", "HB-1098"],
  ["film-grade", "film", "kr-seoul-1a", 10, "rtx-pro-6000.8x", -127, -121, "00:00", 151, "enterprise", "monthly_advance", "HB-1120"],
  ["broadcast-upscale", "broadcast", "jp-tokyo-1a", 3, "l40s.8x", -95, -92, "03:00", 45, "standard", "monthly_advance"],
  ["broadcast-vr", "broadcast", "kr-daejeon-1a", 4, "rtx-pro-6000.8x", -31, -24, "00:00", 60, "mission", "deposit_25", "HB-1182"],
  ["film-previs", "film", "kr-busan-1a", 2, "rtx-pro-6000.8x", -11, -9, "00:00", 14, "standard", "upfront"],
  ["film-lake", "film", "kr-seoul-1a", 6, "rtx-pro-6000.8x", -1, 6, "00:00", 28, "enterprise", "upfront", "HB-1196"],
];

const told =
  (organisation: StoryReservation["organisation"], by: string) =>
  (row: Row): StoryReservation => {
    const [name, project, siteId, nodes, nodeTypeId, quotedDay, startDay, startAt, termDays, slaPlan, paymentSchedule, purchaseOrder] = row;
    const chance = fractionOf(`story/${name}`);
    const hour = String(7 + Math.floor(chance * 9)).padStart(2, "0");
    const minute = String(Math.floor(chance * 3_541) % 60).padStart(2, "0");
    return {
      organisation,
      by,
      name,
      project,
      siteId,
      nodeTypeId,
      nodes,
      termDays,
      slaPlan,
      paymentSchedule,
      quotedAt: { day: quotedDay, at: `${hour}:${minute}` },
      confirmedAfterMinutes: 2 + (Math.floor(chance * 997) % 9),
      startAt: { day: startDay, at: startAt },
      ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
    };
  };

/** In the order in which they were made. */
export const reservations: readonly StoryReservation[] = [
  ...fjordlys.map(told("fjordlys", "ingrid@fjordlys.example")),
  ...hanbit.map(told("hanbit", "seoyeon@hanbit.example")),
].sort((a, b) => sortKey(a.quotedAt) - sortKey(b.quotedAt) || a.name.localeCompare(b.name));

function sortKey(moment: Moment): number {
  if ("minutesFromNow" in moment) return moment.minutesFromNow / 1_440;
  const [hours = 0, minutes = 0] = (moment.at ?? "00:00").split(":").map(Number);
  return moment.day + hours / 24 + minutes / 1_440;
}

/** A fault that the story needs at a certain place, applied to whichever node serves in that berth at that moment. */
export interface StoryFault {
  reservation: string;
  berth: number;
  at: Moment;
  /** Until repaired; shorter than a spare takes to join means that it recovers by itself. */
  minutes: number;
  category: FaultCategory;
  behaviour: FaultBehaviour;
  xid: number | null;
  throughputPercent: number | null;
}

export const storyFaults: readonly StoryFault[] = [
  {
    reservation: "pretrain-4",
    berth: 3,
    at: { day: -271, at: "22:17:20" },
    minutes: 2_380,
    category: "gpu",
    behaviour: "xid_fatal",
    xid: 48,
    throughputPercent: null,
  },
  {
    reservation: "pretrain-5",
    berth: 9,
    at: { day: -198, at: "11:06:40" },
    minutes: 940,
    category: "gpu",
    behaviour: "xid_fatal",
    xid: 119,
    throughputPercent: null,
  },
  {
    reservation: "pretrain-6",
    berth: 2,
    at: { day: -101, at: "04:52:10" },
    minutes: 4_560,
    category: "power_supply",
    behaviour: "silent",
    xid: null,
    throughputPercent: null,
  },
  {
    reservation: "pretrain-7",
    berth: 8,
    at: { day: -14, at: "21:02:00" },
    minutes: 31,
    category: "gpu",
    behaviour: "degraded",
    xid: null,
    throughputPercent: 88,
  },
  {
    reservation: "infer-eu",
    berth: 4,
    at: { day: -7, at: "07:20:00" },
    minutes: 40,
    category: "cable",
    behaviour: "degraded",
    xid: null,
    throughputPercent: 72,
  },
  {
    reservation: "pretrain-7",
    berth: 11,
    at: { minutesFromNow: -651 },
    minutes: 3_120,
    category: "gpu",
    behaviour: "xid_fatal",
    xid: 79,
    throughputPercent: null,
  },
  { reservation: "infer-eu", berth: 4, at: { minutesFromNow: -51 }, minutes: 128, category: "cable", behaviour: "degraded", xid: null, throughputPercent: 61 },
];

export interface StoryMaintenance {
  siteId: string;
  title: string;
  announcedAt: Moment;
  startAt: Moment;
  minutes: number;
}

const planned = (siteId: string, title: string, announcedDay: number, day: number, at: string, minutes: number): StoryMaintenance => ({
  siteId,
  title,
  announcedAt: { day: announcedDay, at: "08:00" },
  startAt: { day, at },
  minutes,
});

export const maintenance: readonly StoryMaintenance[] = [
  planned("no-mo-i-rana-1a", "Cooling loop, filter change", -371, -363, "02:00", 90),
  planned("kr-seoul-1a", "Power feed A, breaker test", -352, -343, "18:00", 120),
  planned("is-keflavik-1a", "Switch firmware", -292, -284, "03:00", 60),
  planned("us-ashburn-1a", "Power feed B, maintenance of the transfer switch", -262, -255, "07:00", 120),
  planned("no-oslo-1a", "InfiniBand switch firmware", -214, -205, "01:00", 90),
  planned("nl-amsterdam-1a", "Uplink, second carrier added", -171, -160, "01:00", 60),
  planned("fi-kajaani-1a", "Cooling loop, pump exchange", -128, -119, "00:00", 120),
  planned("sg-singapore-1a", "Fire suppression test", -92, -83, "17:00", 60),
  planned("kr-seoul-1a", "Switch firmware", -79, -70, "17:00", 120),
  planned("ca-montreal-1a", "Power feed A, inspection", -26, -16, "02:00", 120),
  { siteId: "us-columbus-1b", title: "Cooling loop, valve exchange", announcedAt: { day: -9, at: "08:00" }, startAt: { minutesFromNow: -150 }, minutes: 360 },
  planned("ca-montreal-1a", "Switch firmware", -4, 6, "02:00", 120),
  planned("kr-seoul-1a", "Power feed B, inspection", -2, 12, "01:00", 120),
  planned("nl-amsterdam-1a", "Uplink, optics exchange", -1, 17, "01:00", 60),
];
